package org.serl4j.agent.network;

/**
 * Shape of one output of the frozen backbone.
 *
 * @param name name of the output, such as {@code t168}
 */
public record FeatureMap(String name, int channels, int height, int width) {
  public FeatureMap {
    if (channels < 4 || channels % 4 != 0 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "feature map " + name + ": channels must be a multiple of 4, not " + channels);
    }
  }

  /** Positions of one channel. */
  public int positions() {
    return height * width;
  }

  /** Values of the map; one byte each when quantised. */
  public int size() {
    return channels * positions();
  }
}
