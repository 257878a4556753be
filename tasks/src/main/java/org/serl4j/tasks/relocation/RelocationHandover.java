package org.serl4j.tasks.relocation;

import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.TaskRing;

/**
 * Hands the block over from one direction to the other. The tool lets go and rises; if the block
 * then lies in the start's bin, that is where the next episode begins. If not, or if a place drawn
 * anew is asked for, the arm fetches it ({@link BlockReset}); if it cannot, because the block is on
 * the table, say, the simulator's hand puts it into the bin, as a person would at a bench, and that
 * is counted.
 */
public final class RelocationHandover implements TaskRing.Handover {
  private static final int POSE = 7;

  private final List<RelocationEnvironment> directions;
  private final RelocationBench bench;
  private final BlockReset reset;
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
    reset = new BlockReset(workcell, BlockReset.sight(bench));
    X_OP = bench.blockPose();
  }

  @Override
  public void prepare(int task, TaskRing.Scene scene, long seed) {
    forget();
    Bin bin = directions.get(task).direction().start();
    RigidTransform X_OP_wanted = bin.draw(new SplittableRandom(seed));
    handovers++;
    try {
      fetched += reset.bringBack(bin, X_OP_wanted, scene != TaskRing.Scene.LEFT) ? 1 : 0;
      X_OP = bench.blockPose();
    } catch (ResetFailedException e) {
      attended++;
      X_OP = X_OP_wanted;
    }
    directions.get(task).leave(X_OP);
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
}
