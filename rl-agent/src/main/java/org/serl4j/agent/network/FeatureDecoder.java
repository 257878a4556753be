package org.serl4j.agent.network;

import java.util.ArrayList;
import java.util.List;

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

  /** Words of a map that one piece of work decodes: whole cache lines of what comes of them. */
  private static final int WORDS_PER_PIECE = 4;

  private final EncoderShape shape;
  private final Lanes lanes;
  private final Piece[] pieces;

  /** Scratch memory of each lane: words, the floats of their four quarters, one of them native. */
  private final int[][] words;

  private final float[][][] quarters;
  private final Floats[] features;

  /** Some words of a map: four times as many channels. */
  private record Piece(int camera, int map, int scale, int offset, int fromWord, int toWord) {}

  /** For the caller's thread alone. */
  public FeatureDecoder(EncoderShape shape, int maxRows) {
    this(shape, maxRows, Lanes.single());
  }

  /**
   * @param lanes who decodes, and uses what was decoded
   */
  public FeatureDecoder(EncoderShape shape, int maxRows, Lanes lanes) {
    int positions = 0;
    for (FeatureMap map : shape.maps()) {
      positions = Math.max(positions, map.positions());
    }
    int size = shape.cameras() == 0 ? 0 : maxRows * positions;
    this.shape = shape;
    this.lanes = lanes;
    this.pieces = pieces(shape);
    this.words = new int[lanes.count()][size];
    this.quarters = new float[lanes.count()][4][size];
    this.features = new Floats[lanes.count()];
    for (int lane = 0; lane < features.length; lane++) {
      features[lane] = Floats.allocate(size);
    }
  }

  private static Piece[] pieces(EncoderShape shape) {
    List<Piece> pieces = new ArrayList<>();
    int coarsest = Integer.MAX_VALUE;
    for (FeatureMap map : shape.maps()) {
      coarsest = Math.min(coarsest, map.width());
    }
    for (int camera = 0; camera < shape.cameras(); camera++) {
      int offset = 0;
      for (int m = 0; m < shape.maps().size(); m++) {
        FeatureMap map = shape.maps().get(m);
        int quarter = map.channels() / 4;
        for (int from = 0; from < quarter; from += WORDS_PER_PIECE) {
          int to = Math.min(quarter, from + WORDS_PER_PIECE);
          pieces.add(new Piece(camera, m, map.width() / coarsest, offset, from, to));
        }
        offset += map.size() / 4;
      }
    }
    return pieces.toArray(new Piece[0]);
  }

  /** Who does the work. */
  public Lanes lanes() {
    return lanes;
  }

  /**
   * Decodes channel by channel, several at a time.
   *
   * @param packed where the {@code rows} packed images of each camera lie; read in place, not
   *     modified
   * @param user called from every lane, for different channels
   */
  void decode(FeatureRows packed, int rows, Channel user) {
    lanes.run(pieces.length, (lane, piece) -> decode(lane, pieces[piece], packed, rows, user));
  }

  private void decode(int lane, Piece piece, FeatureRows packed, int rows, Channel user) {
    FeatureMap map = shape.maps().get(piece.map);
    int positions = map.positions();
    int count = rows * positions;
    float[][] quarter = quarters[lane];
    for (int c = piece.fromWord; c < piece.toWord; c++) {
      int index = piece.offset + c * positions;
      for (int row = 0; row < rows; row++) {
        packed.copyPlane(piece.camera, row, index, map, piece.scale, words[lane], row * positions);
      }
      FeaturePacking.unpack(words[lane], count, quarter[0], quarter[1], quarter[2], quarter[3]);
      for (int q = 0; q < 4; q++) {
        features[lane].write(0, quarter[q], 0, count);
        user.use(piece.camera, piece.map, q * map.channels() / 4 + c, features[lane]);
      }
    }
  }
}
