package org.serl4j.agent.encoder;

import java.util.List;

/**
 * An observation behind the frozen backbone. The arrays are not modified after it was made.
 *
 * @param state flat state, SI units, as in the observation
 * @param features for each camera the quantised features of copy 0 (not shifted), then of the
 *     shifted copies; each copy has its feature maps one behind the other, channel by channel; one
 *     signed byte a value
 * @param pixels the images themselves, for a replay that keeps pixels; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // a value of the hot path: compared by nobody
public record EncodedObservation(float[] state, List<byte[]> features, List<byte[]> pixels) {
  public EncodedObservation {
    features = List.copyOf(features);
    pixels = List.copyOf(pixels);
  }

  /** Without the images. */
  public EncodedObservation(float[] state, List<byte[]> features) {
    this(state, features, List.of());
  }
}
