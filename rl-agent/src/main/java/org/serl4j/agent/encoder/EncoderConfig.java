package org.serl4j.agent.encoder;

import java.util.ArrayList;
import java.util.List;
import org.serl4j.agent.network.FeatureMap;
import org.serl4j.agent.network.FeaturePacking;

/**
 * What is stored of each frame.
 *
 * @param featureMaps outputs of the backbone: {@code t168} (32 x 16 x 16), {@code t194} (96 x 8 x
 *     8), or both
 * @param copies copies of each frame: 1 as seen and the others shifted at random. The paper draws a
 *     new shift for every sample; ours are drawn once per frame.
 * @param shiftPx largest shift in each direction [px]; the paper's 4
 */
public record EncoderConfig(List<String> featureMaps, int copies, int shiftPx) {
  /** Outputs of the default backbone. */
  private static final List<FeatureMap> OUTPUTS =
      List.of(new FeatureMap("t168", 32, 16, 16), new FeatureMap("t194", 96, 8, 8));

  public EncoderConfig {
    featureMaps = List.copyOf(featureMaps);
    if (featureMaps.isEmpty() || copies < 1 || shiftPx < 0) {
      throw new IllegalArgumentException(
          "encoder: feature maps "
              + featureMaps
              + " (at least one), copies "
              + copies
              + " (at least 1), shift "
              + shiftPx
              + " px (at least 0)");
    }
    for (String name : featureMaps) {
      output(name);
    }
  }

  public static EncoderConfig defaults() {
    return new EncoderConfig(List.of("t168", "t194"), 4, 4);
  }

  private static FeatureMap output(String name) {
    for (FeatureMap map : OUTPUTS) {
      if (map.name().equals(name)) {
        return map;
      }
    }
    throw new IllegalArgumentException(
        "encoder: the backbone has no feature map '" + name + "'; it has t168 and t194");
  }

  /** Shapes of the feature maps, in their order. */
  public List<FeatureMap> maps() {
    List<FeatureMap> maps = new ArrayList<>();
    for (String name : featureMaps) {
      maps.add(output(name));
    }
    return maps;
  }

  /** Bytes of one copy of one camera's frame. */
  public int copyBytes() {
    return FeaturePacking.bytes(maps());
  }

  /** Bytes of one stored frame of one camera. */
  public int frameBytes() {
    return copies * copyBytes();
  }
}
