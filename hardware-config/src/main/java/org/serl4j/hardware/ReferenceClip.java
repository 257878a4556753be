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
    @Range(min = 0, max = 0.1, unit = "m") double negX,
    @Range(min = 0, max = 0.1, unit = "m") double negY,
    @Range(min = 0, max = 0.1, unit = "m") double negZ,
    @Range(min = 0, max = 0.1, unit = "m") double x,
    @Range(min = 0, max = 0.1, unit = "m") double y,
    @Range(min = 0, max = 0.1, unit = "m") double z,
    @Range(min = 0, max = 0.1, unit = "rad") double negRx,
    @Range(min = 0, max = 0.1, unit = "rad") double negRy,
    @Range(min = 0, max = 0.1, unit = "rad") double negRz,
    @Range(min = 0, max = 0.1, unit = "rad") double rx,
    @Range(min = 0, max = 0.1, unit = "rad") double ry,
    @Range(min = 0, max = 0.1, unit = "rad") double rz) {
  public ReferenceClip {
    Bounds.of(ReferenceClip.class)
        .check("negX", negX)
        .check("negY", negY)
        .check("negZ", negZ)
        .check("x", x)
        .check("y", y)
        .check("z", z)
        .check("negRx", negRx)
        .check("negRy", negRy)
        .check("negRz", negRz)
        .check("rx", rx)
        .check("ry", ry)
        .check("rz", rz);
  }

  /** The same bound for both signs. */
  public static ReferenceClip symmetric(
      double x, double y, double z, double rx, double ry, double rz) {
    return new ReferenceClip(x, y, z, x, y, z, rx, ry, rz, rx, ry, rz);
  }
}
