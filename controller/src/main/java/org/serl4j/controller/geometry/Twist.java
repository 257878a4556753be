package org.serl4j.controller.geometry;

/**
 * Velocity of a frame: linear first, angular second, both expressed in one stated frame.
 *
 * @param v linear velocity [m/s]
 * @param w angular velocity [rad/s]
 */
public record Twist(Vector3 v, Vector3 w) {}
