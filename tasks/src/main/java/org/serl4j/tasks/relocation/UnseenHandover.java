package org.serl4j.tasks.relocation;

import java.util.List;
import org.serl4j.tasks.TaskRing;

/**
 * Hands the block over from one direction to the other where nobody sees it: the reward is
 * believed, and the next reset lets go, rises and begins. After a delivery the other direction
 * begins, after a failure the same one again, from wherever the block lies. A person is asked to
 * put it into the start's bin at the beginning, after too many failures in a row, and where a run
 * goes on.
 */
public final class UnseenHandover implements TaskRing.Handover {
  private final List<RelocationEnvironment> directions;
  private int handovers;
  private int attended;

  /**
   * @param directions in the order of the ring, over one workcell
   */
  public UnseenHandover(List<RelocationEnvironment> directions) {
    this.directions = List.copyOf(directions);
  }

  @Override
  public void prepare(int task, TaskRing.Scene scene, long seed) {
    forget();
    boolean asks = scene == TaskRing.Scene.ANEW || handovers == 0;
    handovers++;
    if (asks) {
      attended++; // by the reset that is next
    } else {
      directions.get(task).goOnHere();
    }
  }

  /** Nothing of it is known. */
  @Override
  public double[] scene() {
    return new double[0];
  }

  @Override
  public void goOn(int task, double[] scene) {
    forget();
  }

  @Override
  public void forget() {
    directions.forEach(RelocationEnvironment::forget);
  }

  @Override
  public TaskRing.Report report() {
    return new TaskRing.Report(handovers, 0, attended);
  }
}
