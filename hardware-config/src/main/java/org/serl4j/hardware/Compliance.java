package org.serl4j.hardware;

/**
 * Gains and reference clips of the Cartesian impedance law, as SERL's controller names them.
 *
 * @param translationalStiffness K [N/m], 0 to 6000
 * @param translationalDamping D [Ns/m], 0 to 400
 * @param rotationalStiffness K [Nm/rad], 0 to 300
 * @param rotationalDamping D [Nms/rad], 0 to 30
 * @param translationalKi integral gain [N/m per tick], 0 to 100
 * @param rotationalKi integral gain [Nm/rad per tick], 0 to 100
 * @param clip bounds on the pose error that the law sees: these times K bound the contact force
 */
public record Compliance(
    @Range(min = 0, max = 6000, unit = "N/m") double translationalStiffness,
    @Range(min = 0, max = 400, unit = "Ns/m") double translationalDamping,
    @Range(min = 0, max = 300, unit = "Nm/rad") double rotationalStiffness,
    @Range(min = 0, max = 30, unit = "Nms/rad") double rotationalDamping,
    @Range(min = 0, max = 100, unit = "N/m per tick") double translationalKi,
    @Range(min = 0, max = 100, unit = "Nm/rad per tick") double rotationalKi,
    ReferenceClip clip) {
  public Compliance {
    Bounds.of(Compliance.class)
        .check("translationalStiffness", translationalStiffness)
        .check("translationalDamping", translationalDamping)
        .check("rotationalStiffness", rotationalStiffness)
        .check("rotationalDamping", rotationalDamping)
        .check("translationalKi", translationalKi)
        .check("rotationalKi", rotationalKi);
  }
}
