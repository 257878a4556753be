package org.serl4j.agent.network;

/**
 * Turns packed features into float matrices of one channel, {@code rows x positions}, in native
 * memory that stays in the cache until its products are done. One decoder serves every pass of its
 * owner.
 */
public final class FeatureDecoder {
  /** What is done with a decoded channel. */
  interface Channel {
    /**
     * @param features {@code rows x positions}, valid during the call
     */
    void use(int camera, int map, int channel, Floats features);
  }

  private final EncoderShape shape;
  private final int[] words;
  private final float[][] quarters;
  private final Floats features;

  public FeatureDecoder(EncoderShape shape, int maxRows) {
    int positions = 0;
    for (FeatureMap map : shape.maps()) {
      positions = Math.max(positions, map.positions());
    }
    int size = shape.cameras() == 0 ? 0 : maxRows * positions;
    this.shape = shape;
    this.words = new int[size];
    this.quarters = new float[4][size];
    this.features = Floats.allocate(size);
  }

  /**
   * Decodes channel by channel.
   *
   * @param packed where the {@code rows} packed images of each camera lie; read in place, not
   *     modified
   */
  void decode(FeatureRows packed, int rows, Channel user) {
    for (int camera = 0; camera < shape.cameras(); camera++) {
      int from = 0;
      for (int m = 0; m < shape.maps().size(); m++) {
        FeatureMap map = shape.maps().get(m);
        int positions = map.positions();
        int quarter = map.channels() / 4;
        for (int c = 0; c < quarter; c++) {
          for (int row = 0; row < rows; row++) {
            packed.copy(camera, row, from + c * positions, words, row * positions, positions);
          }
          int count = rows * positions;
          FeaturePacking.unpack(words, count, quarters[0], quarters[1], quarters[2], quarters[3]);
          for (int q = 0; q < 4; q++) {
            features.write(0, quarters[q], 0, count);
            user.use(camera, m, q * quarter + c, features);
          }
        }
        from += map.size() / 4;
      }
    }
  }
}
