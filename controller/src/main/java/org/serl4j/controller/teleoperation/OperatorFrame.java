package org.serl4j.controller.teleoperation;

import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

/**
 * Turns what a person means in the own frame H into the end effector's frame E, in which policies
 * act, and back:
 *
 * <pre>
 *   a_E = R_EO R_OH a_H        a_H = R_HO R_OE a_E
 * </pre>
 *
 * for translation and rotation alike. A push is a pure translation: it does not depend on where E
 * is, only on how it is turned.
 *
 * @param R_OH how the person looks at the base frame O: {@link Rotation#IDENTITY} for one who
 *     stands behind the arm's base and looks along its x axis, see {@link #lookingAlong}
 * @param R_OE measured orientation of E
 */
public record OperatorFrame(Rotation R_OH, Rotation R_OE) {
  /**
   * Orientation of a person, or of a viewer's camera, that looks along a horizontal direction.
   *
   * @param azimuth angle from the base's x axis to that direction, about z [rad]
   */
  public static Rotation lookingAlong(double azimuth) {
    return Rotation.exp(new Vector3(0, 0, azimuth));
  }

  /** {@code a_E} of {@code a_H}. */
  public Motion toEndEffector(Motion a_H) {
    return turned(R_OE.inverse().times(R_OH), a_H);
  }

  /** {@code a_H} of {@code a_E}. */
  public Motion toOperator(Motion a_E) {
    return turned(R_OH.inverse().times(R_OE), a_E);
  }

  private static Motion turned(Rotation R, Motion motion) {
    return new Motion(R.times(motion.translation()), R.times(motion.rotation()));
  }
}
