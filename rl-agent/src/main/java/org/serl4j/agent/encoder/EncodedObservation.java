package org.serl4j.agent.encoder;

import java.util.List;
import org.serl4j.agent.network.FeaturePacking;

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

  /**
   * The features as networks read them: for each camera the packed copies, one behind the other.
   *
   * @param config that they were encoded with
   */
  public int[][] packed(EncoderConfig config) {
    int bytes = config.copyBytes();
    int[][] packed = new int[features.size()][config.frameBytes() / 4];
    for (int camera = 0; camera < packed.length; camera++) {
      for (int copy = 0; copy < config.copies(); copy++) {
        int at = copy * bytes;
        FeaturePacking.pack(config.maps(), features.get(camera), at, packed[camera], at / 4);
      }
    }
    return packed;
  }
}
