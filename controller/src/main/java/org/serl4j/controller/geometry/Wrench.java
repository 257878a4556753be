package org.serl4j.controller.geometry;

/**
 * Force and torque at a stated point, expressed in one stated frame.
 *
 * @param f force [N]
 * @param t torque [Nm]
 */
public record Wrench(Vector3 f, Vector3 t) {}
