package org.serl4j.agent;

import java.util.List;

/**
 * What the agent sees at one instant. The arrays are owned by the observation: not modified after
 * it was made, by nobody.
 *
 * @param state flat state as {@link Spaces#state()} lays it out; SI units
 * @param images one image per camera, row-major from the top left, RGB, one unsigned byte a channel
 */
@SuppressWarnings("ArrayRecordComponent") // a value of the hot path: compared by nobody
public record Observation(float[] state, List<byte[]> images) {
  public Observation {
    images = List.copyOf(images);
  }
}
