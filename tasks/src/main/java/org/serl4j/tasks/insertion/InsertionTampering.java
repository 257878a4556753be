package org.serl4j.tasks.insertion;

import org.serl4j.controller.geometry.Vector3;
import org.serl4j.tasks.perturbation.Tampering;

/** The unseen hand at an insertion's bench. */
final class InsertionTampering implements Tampering {
  private final Insertion insertion;
  private final InsertionBench bench;

  InsertionTampering(Insertion insertion, InsertionBench bench) {
    this.insertion = insertion;
    this.bench = bench;
  }

  @Override
  public double graspTolerance() {
    return insertion.graspTolerance();
  }

  @Override
  public void displaceGrasp(Vector3 p_E) {
    bench.displaceNextGrasp(p_E);
  }

  @Override
  public void shoveFixture(Vector3 p_B, double yaw, double seconds) {
    bench.shoveBoard(p_B, yaw, seconds);
  }

  @Override
  public void pushHand(Vector3 f_O, double seconds) {
    bench.pushHand(f_O, seconds);
  }
}
