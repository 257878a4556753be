package org.serl4j.hardware;

/** One number along each axis of a frame. In YAML {@code [x, y, z]}. */
@Tuple
public record Xyz(double x, double y, double z) {}
