package org.serl4j.tasks.cable;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.InterruptibleWorkcell;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.tasks.ResetTest;
import org.serl4j.tasks.arm.AimedHand;
import org.serl4j.tasks.arm.ArmEnvironment;
import org.serl4j.tasks.arm.EndEffectorSpaces;
import org.serl4j.tasks.arm.ResetTrials;

/** Cable routing whose resets are tried. */
public final class CableResetSubject implements ResetTrials.Subject {
  private final CableBench bench;
  private final CableEnvironment environment;

  private CableResetSubject(CableBench bench, CableEnvironment environment) {
    this.bench = bench;
    this.environment = environment;
  }

  /**
   * Trials over a simulated workcell with the cable's scene.
   *
   * @param randomBoard whether the board is put elsewhere between two trials
   * @param jointResetEvery how many trials
   */
  static ResetTrials trials(SimulatedWorkcell simulated, boolean randomBoard, int jointResetEvery) {
    InterruptibleWorkcell workcell = new InterruptibleWorkcell(simulated);
    CableOptions options = randomBoard ? CableOptions.randomBoard() : CableOptions.fixedBoard();
    CableOptions endless = options.goingOn().withMaxSteps(Integer.MAX_VALUE);
    CableBench bench = new CableBench(simulated.scene(), endless);
    CableEnvironment environment =
        new CableEnvironment(
            workcell,
            endless,
            bench,
            ResetTrials.with(CableRouting.REPAIRS, jointResetEvery),
            false);
    return new ResetTrials(simulated, workcell, new CableResetSubject(bench, environment));
  }

  /**
   * The test over a simulated workcell with the cable's scene.
   *
   * @param routine that every state calls for; null for any
   */
  public static ResetTest test(
      SimulatedWorkcell simulated, boolean randomBoard, @Nullable String routine) {
    return trials(simulated, randomBoard, ResetTrials.jointResetEvery(routine))
        .test(CableRouting.routines(), routine);
  }

  @Override
  public ArmEnvironment environment() {
    return environment;
  }

  @Override
  public EndEffectorSpaces endEffector() {
    return CableRouting.END_EFFECTOR;
  }

  @Override
  public AimedHand<?> expert(double noise, long seed) {
    return CableExpert.of(environment, noise, seed);
  }

  @Override
  public boolean inPlace() {
    return bench.fit().routed();
  }

  @Override
  public String part() {
    return CableBench.HELD;
  }

  @Override
  public RigidTransform X_EP() {
    return CableRouting.X_EC;
  }

  /** Along the cable: across it the pads are no higher than the cable is thick. */
  @Override
  public Vector3 slipAxis(RandomGenerator random) {
    return new Vector3(random.nextBoolean() ? 1 : -1, 0, 0);
  }

  @Override
  public void prepare(RandomGenerator random) {
    bench.prepare(random, () -> environment.arm().state().X_OE());
  }

  @Override
  public List<ResetOutcome> lastReset() {
    return environment.lastReset();
  }
}
