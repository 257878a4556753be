package org.serl4j.agent.network;

import java.util.List;

/**
 * Quantised feature maps, four bytes to an int, so that they turn into floats by vector
 * instructions.
 *
 * <p>A map of C channels is cut into four quarters of C / 4 channels; int i of the map holds byte i
 * of each quarter, the first in its lowest bits. The bytes are signed; a feature is byte / {@link
 * #STEPS_PER_UNIT}.
 */
public final class FeaturePacking {
  /** Quantisation steps of one standard deviation of a channel. */
  public static final int STEPS_PER_UNIT = 32;

  private FeaturePacking() {}

  /** Bytes of all maps of one image. */
  public static int bytes(List<FeatureMap> maps) {
    int sum = 0;
    for (FeatureMap map : maps) {
      sum += map.size();
    }
    return sum;
  }

  /**
   * Packs one copy of one camera's features.
   *
   * @param features bytes of all maps one behind the other, from {@code from}; not modified
   * @param packed overwritten from {@code at}
   */
  public static void pack(List<FeatureMap> maps, byte[] features, int from, int[] packed, int at) {
    int source = from;
    int target = at;
    for (FeatureMap map : maps) {
      int quarter = map.size() / 4;
      for (int i = 0; i < quarter; i++) {
        packed[target + i] =
            (features[source + i] & 0xff)
                | (features[source + quarter + i] & 0xff) << 8
                | (features[source + 2 * quarter + i] & 0xff) << 16
                | (features[source + 3 * quarter + i] & 0xff) << 24;
      }
      source += map.size();
      target += quarter;
    }
  }

  /** Turns packed ints into the floats of the four quarters, each overwritten from 0. */
  static void unpack(
      int[] packed, int count, float[] first, float[] second, float[] third, float[] fourth) {
    float unit = 1f / STEPS_PER_UNIT;
    for (int i = 0; i < count; i++) {
      int word = packed[i];
      first[i] = (word << 24 >> 24) * unit;
      second[i] = (word << 16 >> 24) * unit;
      third[i] = (word << 8 >> 24) * unit;
      fourth[i] = (word >> 24) * unit;
    }
  }
}
