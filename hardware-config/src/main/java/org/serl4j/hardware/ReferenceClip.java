package org.serl4j.hardware;

/**
 * Largest pose error along each axis that the impedance law reacts to, per sign. All values are
 * magnitudes, 0 to 0.1.
 *
 * @param negX towards -x [m]
 * @param negY towards -y [m]
 * @param negZ towards -z [m]
 * @param x towards +x [m]
 * @param y towards +y [m]
 * @param z towards +z [m]
 * @param negRx about -x [rad]
 * @param negRy about -y [rad]
 * @param negRz about -z [rad]
 * @param rx about +x [rad]
 * @param ry about +y [rad]
 * @param rz about +z [rad]
 */
public record ReferenceClip(
    double negX,
    double negY,
    double negZ,
    double x,
    double y,
    double z,
    double negRx,
    double negRy,
    double negRz,
    double rx,
    double ry,
    double rz) {

  /** The same bound for both signs. */
  public static ReferenceClip symmetric(
      double x, double y, double z, double rx, double ry, double rz) {
    return new ReferenceClip(x, y, z, x, y, z, rx, ry, rz, rx, ry, rz);
  }
}
