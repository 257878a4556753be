package org.serl4j.hardware;

/**
 * What hangs at the flange besides what the arm was told on its Desk page: a camera, a bracket.
 *
 * @param mass [kg]
 * @param centre of mass in the flange's frame [m]
 * @param inertia about the centre of mass, xx, yy, zz [kg m^2]
 * @param products of inertia, xy, xz, yz [kg m^2]
 */
public record Payload(
    @Range(min = 0, max = 3, unit = "kg") double mass,
    @Range(min = -0.5, max = 0.5, unit = "m") Xyz centre,
    @Range(min = 0, max = 1, unit = "kg m^2") Xyz inertia,
    @Range(min = -1, max = 1, unit = "kg m^2") Xyz products) {
  public Payload {
    Bounds.of(Payload.class)
        .check("mass", mass)
        .check("centre", centre)
        .check("inertia", inertia)
        .check("products", products);
  }
}
