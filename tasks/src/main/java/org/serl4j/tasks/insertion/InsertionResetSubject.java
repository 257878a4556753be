package org.serl4j.tasks.insertion;

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

/** An insertion whose resets are tried. */
public final class InsertionResetSubject implements ResetTrials.Subject {
  private final Insertion insertion;
  private final InsertionBench bench;
  private final InsertionEnvironment environment;

  private InsertionResetSubject(
      Insertion insertion, InsertionBench bench, InsertionEnvironment environment) {
    this.insertion = insertion;
    this.bench = bench;
    this.environment = environment;
  }

  /**
   * Trials over a simulated workcell with the insertion's scene.
   *
   * @param randomBoard whether the board is put elsewhere between two trials
   * @param jointResetEvery how many trials
   */
  static ResetTrials trials(
      Insertion insertion, SimulatedWorkcell simulated, boolean randomBoard, int jointResetEvery) {
    InterruptibleWorkcell workcell = new InterruptibleWorkcell(simulated);
    InsertionOptions options =
        randomBoard
            ? InsertionOptions.randomBoard(insertion)
            : InsertionOptions.fixedBoard(insertion);
    InsertionOptions endless = options.goingOn().withMaxSteps(Integer.MAX_VALUE);
    InsertionBench bench = new InsertionBench(insertion.geometry(), simulated.scene(), endless);
    Insertion tried = insertion.withRepairs(ResetTrials.with(insertion.repairs(), jointResetEvery));
    InsertionEnvironment environment =
        new InsertionEnvironment(tried, workcell, endless, bench, false);
    return new ResetTrials(
        simulated, workcell, new InsertionResetSubject(insertion, bench, environment));
  }

  /**
   * The test over a simulated workcell with the insertion's scene.
   *
   * @param routine that every state calls for; null for any
   */
  public static ResetTest test(
      Insertion insertion,
      SimulatedWorkcell simulated,
      boolean randomBoard,
      @Nullable String routine) {
    return trials(insertion, simulated, randomBoard, ResetTrials.jointResetEvery(routine))
        .test(insertion.routines(), routine);
  }

  @Override
  public ArmEnvironment environment() {
    return environment;
  }

  @Override
  public EndEffectorSpaces endEffector() {
    return insertion.endEffector();
  }

  @Override
  public AimedHand<?> expert(double noise, long seed) {
    return InsertionExpert.of(environment, noise, seed);
  }

  @Override
  public boolean inPlace() {
    return bench.inserted();
  }

  @Override
  public String part() {
    return insertion.geometry().part();
  }

  @Override
  public RigidTransform X_EP() {
    return insertion.geometry().X_EP();
  }

  /** Any along the pads. */
  @Override
  public Vector3 slipAxis(RandomGenerator random) {
    double angle = 2 * Math.PI * random.nextDouble();
    return new Vector3(Math.cos(angle), 0, Math.sin(angle));
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
