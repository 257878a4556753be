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
    double translationalStiffness,
    double translationalDamping,
    double rotationalStiffness,
    double rotationalDamping,
    double translationalKi,
    double rotationalKi,
    ReferenceClip clip) {}
