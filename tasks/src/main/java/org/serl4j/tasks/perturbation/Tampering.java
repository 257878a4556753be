package org.serl4j.tasks.perturbation;

import java.util.Set;
import org.serl4j.controller.geometry.Vector3;

/**
 * An unseen hand in a simulated scene. The truth about success follows what it does: a fixture that
 * was shoved is to be met where it is then.
 */
public interface Tampering {
  /** What it can do here, of the kinds that {@link PerturbationKind#tampers() tamper}. */
  Set<PerturbationKind> kinds();

  /**
   * Largest displacement of the part in the grasp that leaves success true, along each axis of E
   * [m]; zero where nothing is held at the start.
   */
  default Vector3 graspRange() {
    return Vector3.ZERO;
  }

  /**
   * Has the next episode, and no other, begin with a part that is displaced in the grasp.
   *
   * @param p_E displacement from the nominal grasp, along the axes of E [m]
   */
  default void displaceGrasp(Vector3 p_E) {
    throw new UnsupportedOperationException(PerturbationKind.REGRASP_OFFSET.words());
  }

  /**
   * Shoves the fixture with the target from where it is, from now on.
   *
   * @param p_B displacement along its own axes [m]
   * @param yaw turn about its own z [rad]
   * @param seconds how long it takes [s]
   */
  default void shoveFixture(Vector3 p_B, double yaw, double seconds) {
    throw new UnsupportedOperationException(PerturbationKind.BOARD_SHIFT.words());
  }

  /**
   * Pushes the hand, from now on.
   *
   * @param f_O the force [N]
   * @param seconds how long it lasts [s]
   */
  void pushHand(Vector3 f_O, double seconds);
}
