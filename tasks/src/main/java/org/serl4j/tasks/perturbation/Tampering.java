package org.serl4j.tasks.perturbation;

import org.serl4j.controller.geometry.Vector3;

/**
 * An unseen hand in a simulated scene. The truth about success follows what it does: a fixture that
 * was shoved is to be met where it is then.
 */
public interface Tampering {
  /** Largest displacement of the part in the grasp along an axis that leaves success true [m]. */
  double graspTolerance();

  /**
   * Has the next episode, and no other, begin with a part that is displaced in the grasp.
   *
   * @param p_E displacement from the nominal grasp, along the axes of E [m]
   */
  void displaceGrasp(Vector3 p_E);

  /**
   * Shoves the fixture with the target from where it is, from now on.
   *
   * @param p_B displacement along its own axes [m]
   * @param yaw turn about its own z [rad]
   * @param seconds how long it takes [s]
   */
  void shoveFixture(Vector3 p_B, double yaw, double seconds);

  /**
   * Pushes the hand, from now on.
   *
   * @param f_O the force [N]
   * @param seconds how long it lasts [s]
   */
  void pushHand(Vector3 f_O, double seconds);
}
