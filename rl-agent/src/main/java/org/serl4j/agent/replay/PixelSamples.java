package org.serl4j.agent.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.replay.EncodedShifts.Frame;

/**
 * DrQ's augmentation as the paper has it (Kostrikov et al. 2020): every sampled image is moved by
 * random whole pixels, anew for each sample, for o and o' independently and the same in every
 * camera, and goes through the backbone, unless just that was encoded before and is remembered. The
 * batch then points at the features. Not thread-safe.
 */
public final class PixelSamples implements AutoCloseable {
  private final EncoderConfig config;
  private final FrameEncoder encoder;
  private final int cameras;
  private final int rows;
  private final int imageBytes;
  private final int featureInts;

  private final EncodedShifts remembered;

  private final List<byte[]> images = new ArrayList<>();

  private PixelSamples(
      Spaces spaces, EncoderConfig config, FrameEncoder encoder, int rows, long rememberedBytes) {
    this.config = config;
    this.encoder = encoder;
    this.cameras = spaces.cameras().size();
    this.rows = rows;
    this.imageBytes = spaces.imageBytes();
    this.featureInts = config.copyBytes() / 4;
    this.remembered = new EncodedShifts(config.shiftPx(), rememberedBytes);
    for (int camera = 0; camera < cameras; camera++) {
      images.add(new byte[imageBytes]);
    }
  }

  /**
   * Opens a backbone of its own.
   *
   * @param config with one copy of each frame, and the largest shift
   * @param calibration the actor's
   * @param rows of a batch
   * @param rememberedBytes what encoded frames may take, so that they are not encoded twice; only
   *     the time of an update depends on it
   */
  public static PixelSamples open(
      Spaces spaces,
      EncoderConfig config,
      FeatureCalibration calibration,
      int rows,
      long rememberedBytes) {
    FrameEncoder encoder = FrameEncoder.open(spaces, config, 0);
    encoder.useCalibration(calibration);
    return new PixelSamples(spaces, config, encoder, rows, rememberedBytes);
  }

  /**
   * Moves and encodes what a batch was filled with from {@link ReplayBuffer#ofPixels}.
   *
   * @param batch of this object's rows; its features are overwritten
   */
  public void encode(SplittableRandom rng, Batch batch) {
    if (batch.rows() != rows) {
      throw new IllegalArgumentException(
          "batch of " + batch.rows() + " rows, pixels are encoded for " + rows);
    }
    for (int row = 0; row < rows && cameras > 0; row++) {
      ReplayBuffer buffer = batch.source(row);
      encode(rng, new Frame(buffer, batch.serials[row]), batch.features(), row);
      encode(rng, new Frame(buffer, batch.nextSerials[row]), batch.nextFeatures(), row);
    }
  }

  private void encode(SplittableRandom rng, Frame frame, FeatureRows source, int row) {
    int range = config.shiftPx();
    int dx = rng.nextInt(-range, range + 1);
    int dy = rng.nextInt(-range, range + 1);
    int[][] packed = remembered.get(frame, dx, dy);
    if (packed == null) {
      packed = encode(source, row, dx, dy);
      remembered.put(frame, dx, dy, packed);
    }
    for (int camera = 0; camera < cameras; camera++) {
      source.point(camera, row, packed[camera], 0);
    }
  }

  private int[][] encode(FeatureRows source, int row, int dx, int dy) {
    for (int camera = 0; camera < cameras; camera++) {
      unpack(source, camera, row, images.get(camera));
    }
    List<byte[]> features = encoder.encodeShifted(images, dx, dy);
    int[][] packed = new int[cameras][featureInts];
    for (int camera = 0; camera < cameras; camera++) {
      FeaturePacking.pack(config.maps(), features.get(camera), 0, packed[camera], 0);
    }
    return packed;
  }

  /** Undoes {@link FeaturePacking#pack} for an image. */
  private void unpack(FeatureRows source, int camera, int row, byte[] image) {
    int quarter = imageBytes / 4;
    for (int i = 0; i < quarter; i++) {
      int word = source.word(camera, row, i);
      image[i] = (byte) word;
      image[quarter + i] = (byte) (word >> 8);
      image[2 * quarter + i] = (byte) (word >> 16);
      image[3 * quarter + i] = (byte) (word >> 24);
    }
  }

  @Override
  public void close() {
    encoder.close();
  }
}
