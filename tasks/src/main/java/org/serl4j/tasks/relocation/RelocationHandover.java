package org.serl4j.tasks.relocation;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.resets.Fetch;
import org.serl4j.resets.HeldPart;
import org.serl4j.resets.Release;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.ResetRoutine;
import org.serl4j.tasks.TaskRing;
import org.serl4j.tasks.arm.ResetCycle;

/**
 * Hands the block over from one direction to the other. The tool lets go and rises; if the block
 * then lies in the start's bin, that is where the next episode begins. If not, the arm fetches it;
 * if it cannot, because the block is on the table, say, the simulator's hand puts it into the bin,
 * as a person would at a bench, and that is counted.
 */
public final class RelocationHandover implements TaskRing.Handover {
  /** Fingers on the block, by its sides or by its edges [m]. */
  private static final HeldPart HELD = new HeldPart("block", 0.03, 0.055);

  private static final double CLEARANCE = 0.08; // [m]

  /** The block is let go of this far above where it would stand [m]. */
  private static final double SET_DOWN = 0.003;

  private static final double RISE = 0.06; // [m]

  private static final int POSE = 7;

  private final List<RelocationEnvironment> directions;
  private final RelocationBench bench;
  private final ResetCycle cycle;
  private RigidTransform X_OP;
  private int handovers;
  private int fetched;
  private int attended;

  /**
   * @param directions in the order of the ring, over {@code workcell}
   */
  public RelocationHandover(List<RelocationEnvironment> directions, SimulatedWorkcell workcell) {
    this.directions = List.copyOf(directions);
    bench = directions.get(0).bench();
    cycle =
        new ResetCycle(
            workcell,
            ObjectRelocation.RESET_MOTION,
            ObjectRelocation.X_OT.p(),
            () -> Optional.of(bench.blockPose()));
    X_OP = bench.blockPose();
  }

  @Override
  public void prepare(int task, boolean anew, long seed) {
    forget();
    Bin bin = directions.get(task).direction().start();
    RigidTransform X_OP_wanted = bin.draw(new SplittableRandom(seed));
    handovers++;
    try {
      run(new Release(RISE));
      if (anew || !bin.holds(bench.blockPose().p())) {
        fetched++;
        run(new Fetch(HELD, new Within(bin, X_OP_wanted), CLEARANCE, anew));
      }
      X_OP = bench.blockPose();
    } catch (ResetFailedException e) {
      attended++;
      X_OP = X_OP_wanted;
    }
    directions.get(task).leave(X_OP);
  }

  private void run(ResetRoutine routine) {
    cycle.repair(List.of(routine), handovers, ObjectRelocation.X_OT, ObjectRelocation.COMPLIANCE);
  }

  /** How the routines went since the last lift; for tests of resets. */
  List<ResetOutcome> outcomes() {
    return cycle.last();
  }

  @Override
  public double[] scene() {
    Vector3 p = X_OP.p();
    Rotation R = X_OP.R();
    return new double[] {p.x(), p.y(), p.z(), R.w(), R.x(), R.y(), R.z()};
  }

  @Override
  public void goOn(int task, double[] scene) {
    if (scene.length != POSE) {
      throw new IllegalArgumentException(
          "a scene of " + scene.length + " numbers: the block's pose has " + POSE);
    }
    X_OP =
        new RigidTransform(
            new Rotation(scene[3], scene[4], scene[5], scene[6]),
            new Vector3(scene[0], scene[1], scene[2]));
    forget();
    directions.get(task).leave(X_OP);
  }

  @Override
  public void forget() {
    directions.forEach(RelocationEnvironment::forget);
  }

  @Override
  public TaskRing.Report report() {
    return new TaskRing.Report(handovers, fetched, attended);
  }

  /** A bin as the block's place. */
  private record Within(Bin bin, RigidTransform X_OP_wanted) implements Fetch.Place {
    @Override
    public boolean holds(RigidTransform X_OP) {
      return bin.holds(X_OP.p());
    }

    @Override
    public RigidTransform X_OE_grasp(RigidTransform X_OP) {
      double turn = ObjectRelocation.turn(ObjectRelocation.X_OT.R(), X_OP.R());
      double yaw = Math.max(-ObjectRelocation.TURN, Math.min(ObjectRelocation.TURN, turn));
      return new RigidTransform(
          Rotation.exp(new Vector3(0, 0, yaw)).times(ObjectRelocation.X_OT.R()),
          X_OP.p()
              .plus(
                  new Vector3(0, 0, ObjectRelocation.GRASP_HEIGHT - ObjectRelocation.HALF_HEIGHT)));
    }

    @Override
    public RigidTransform X_OD() {
      return new RigidTransform(
          ObjectRelocation.X_OT.R(),
          X_OP_wanted.p()
              .plus(
                  new Vector3(
                      0,
                      0,
                      ObjectRelocation.GRASP_HEIGHT - ObjectRelocation.HALF_HEIGHT + SET_DOWN)));
    }
  }
}
