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
 * @param convolution channels of the trainable convolution that reads all maps of a camera; 0 for
 *     none. With one, a map of 16 x 16 is stored folded: each 2 x 2 of its positions become one
 *     position of four times the channels, so that a product over channels is a convolution of
 *     kernel 2 and stride 2
 * @param shiftCells largest shift of a sampled frame in each direction, drawn anew for every sample
 *     [cells of the coarsest stored map: 8 px of an image of 128 px for t168]; 0 for none
 */
public record EncoderConfig(
    List<String> featureMaps, int copies, int shiftPx, int convolution, int shiftCells) {
  /** Width of the maps that a convolution reads. */
  private static final int FOLDED_WIDTH = 8;

  /** Half of the coarsest map: more would leave little but repeated edges. */
  private static final int MOST_SHIFT_CELLS = 4;

  /** Outputs of the default backbone. */
  private static final List<FeatureMap> OUTPUTS =
      List.of(new FeatureMap("t168", 32, 16, 16), new FeatureMap("t194", 96, 8, 8));

  public EncoderConfig {
    featureMaps = List.copyOf(featureMaps);
    if (featureMaps.isEmpty()
        || copies < 1
        || shiftPx < 0
        || convolution % 4 != 0
        || convolution < 0
        || shiftCells < 0
        || shiftCells > MOST_SHIFT_CELLS) {
      throw new IllegalArgumentException(
          "encoder: feature maps "
              + featureMaps
              + " (at least one), copies "
              + copies
              + " (at least 1), shift "
              + shiftPx
              + " px (at least 0), convolution "
              + convolution
              + " channels (a multiple of 4, or 0), shift "
              + shiftCells
              + " cells (0 to "
              + MOST_SHIFT_CELLS
              + ")");
    }
    for (String name : featureMaps) {
      output(name);
    }
  }

  /** Without a convolution, and without a shift when frames are sampled. */
  public EncoderConfig(List<String> featureMaps, int copies, int shiftPx) {
    this(featureMaps, copies, shiftPx, 0, 0);
  }

  /** The same with another number of copies, such as 1 for an evaluation. */
  public EncoderConfig withCopies(int copies) {
    return new EncoderConfig(featureMaps, copies, shiftPx, convolution, shiftCells);
  }

  /**
   * The stride-8 map as seen, moved by up to a cell when it is sampled: 17 kB a step with two
   * cameras. The map was chosen by the sight test (decision 0012), the shift by training (decision
   * 0022).
   */
  public static EncoderConfig defaults() {
    return new EncoderConfig(List.of("t168"), 1, 4, 0, 1);
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

  /** Shapes of the feature maps as the backbone gives them, in their order. */
  List<FeatureMap> outputs() {
    List<FeatureMap> outputs = new ArrayList<>();
    for (String name : featureMaps) {
      outputs.add(output(name));
    }
    return outputs;
  }

  /** Shapes of the feature maps as they are stored, in their order. */
  public List<FeatureMap> maps() {
    List<FeatureMap> maps = new ArrayList<>();
    for (FeatureMap output : outputs()) {
      int fold = fold(output);
      maps.add(
          new FeatureMap(
              output.name(),
              fold * fold * output.channels(),
              output.height() / fold,
              output.width() / fold));
    }
    return maps;
  }

  /** Positions along each axis that become one when the map is stored. */
  int fold(FeatureMap output) {
    return convolution == 0 ? 1 : output.width() / FOLDED_WIDTH;
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
