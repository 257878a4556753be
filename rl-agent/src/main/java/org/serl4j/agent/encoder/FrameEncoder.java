package org.serl4j.agent.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.network.FeatureMap;

/**
 * Turns camera images into stored features, each frame once: copy 0 as seen, and K - 1 copies moved
 * by random whole pixels with the edge repeated, the same shift in every camera (DrQ's
 * augmentation, drawn per frame). All images of a frame go through the backbone in one run.
 *
 * <p>Call {@link #calibrate} or {@link #useCalibration} once before {@link #encode}. For the
 * actor's thread only. Without cameras there is no backbone, and nothing to calibrate.
 */
public final class FrameEncoder implements AutoCloseable {
  private final EncoderConfig config;
  private final List<FeatureMap> maps;
  private final int cameras;
  private final int stateSize;
  private final long seed;
  private final @Nullable Backbone backbone;
  private @Nullable FeatureCalibration calibration;
  private long frames;

  private FrameEncoder(Spaces spaces, EncoderConfig config, long seed) {
    this.config = config;
    this.maps = config.outputs();
    this.cameras = spaces.cameras().size();
    this.stateSize = spaces.state().size();
    this.seed = seed;
    this.backbone = cameras == 0 ? null : new Backbone(maps, cameras * config.copies());
  }

  /**
   * Opens the backbone.
   *
   * @param seed decides the shifts: those of frame n depend on the seed and n alone
   */
  public static FrameEncoder open(Spaces spaces, EncoderConfig config, long seed) {
    if (!spaces.cameras().isEmpty() && spaces.imageSize() != Backbone.IMAGE_SIZE) {
      throw new IllegalArgumentException(
          "the backbone reads images of 128 x 128 pixels, the cameras give "
              + spaces.imageSize()
              + ": set the cameras' output size to 128");
    }
    return new FrameEncoder(spaces, config, seed);
  }

  /**
   * Measures mean and deviation of every channel on frames of the task and fixes them.
   *
   * @param observations frames that show what the task looks like, such as the demonstrations'; a
   *     few hundred are enough
   * @return what was measured, to be kept with the agent
   */
  public FeatureCalibration calibrate(List<Observation> observations) {
    if (observations.isEmpty()) {
      throw new IllegalArgumentException("calibration needs at least one observation");
    }
    double[][] sums = new double[maps.size()][];
    double[][] squares = new double[maps.size()][];
    for (int m = 0; m < maps.size(); m++) {
      sums[m] = new double[maps.get(m).channels()];
      squares[m] = new double[maps.get(m).channels()];
    }
    for (Observation observation : observations) {
      addFrame(observation, sums, squares);
    }
    List<float[]> means = new ArrayList<>();
    List<float[]> deviations = new ArrayList<>();
    for (int m = 0; m < maps.size(); m++) {
      int channels = maps.get(m).channels();
      double count = (double) observations.size() * cameras * maps.get(m).positions();
      float[] mean = new float[channels];
      float[] deviation = new float[channels];
      for (int c = 0; c < channels && cameras > 0; c++) {
        mean[c] = (float) (sums[m][c] / count);
        double variance = squares[m][c] / count - (sums[m][c] / count) * (sums[m][c] / count);
        deviation[c] = (float) Math.sqrt(Math.max(0, variance));
      }
      for (int c = 0; c < channels; c++) {
        deviation[c] = Math.max((float) FeatureCalibration.SMALLEST_DEVIATION, deviation[c]);
      }
      means.add(mean);
      deviations.add(deviation);
    }
    FeatureCalibration measured = new FeatureCalibration(means, deviations);
    calibration = measured;
    return measured;
  }

  private void addFrame(Observation observation, double[][] sums, double[][] squares) {
    if (backbone == null) {
      return;
    }
    for (int camera = 0; camera < cameras; camera++) {
      backbone.put(camera, image(observation.images(), camera), 0, 0);
    }
    backbone.run(cameras);
    for (int m = 0; m < maps.size(); m++) {
      FeatureMap map = maps.get(m);
      float[] output = backbone.output(m);
      for (int i = 0; i < cameras * map.size(); i++) {
        int channel = i / map.positions() % map.channels();
        sums[m][channel] += output[i];
        squares[m][channel] += (double) output[i] * output[i];
      }
    }
  }

  /** Takes over what an earlier {@link #calibrate} measured. */
  public void useCalibration(FeatureCalibration measured) {
    boolean fits = measured.means().size() == maps.size();
    for (int m = 0; fits && m < maps.size(); m++) {
      fits = measured.means().get(m).length == maps.get(m).channels();
    }
    if (!fits) {
      throw new IllegalArgumentException("calibration of other feature maps than " + maps);
    }
    calibration = measured;
  }

  /** SHA-256 of the backbone's weights, in hexadecimal digits. */
  public static String backboneHash() {
    return Backbone.weightsHash();
  }

  /** Number of frames encoded so far. */
  public long frames() {
    return frames;
  }

  /** Goes on behind that many frames, for a resumed run. */
  public void resumeAfter(long encodedFrames) {
    frames = encodedFrames;
  }

  /**
   * Encodes a frame.
   *
   * @throws IllegalStateException before the calibration
   */
  public EncodedObservation encode(Observation observation) {
    if (observation.state().length != stateSize) {
      throw new IllegalArgumentException(
          "state of " + observation.state().length + " values, expected " + stateSize);
    }
    frames++;
    if (backbone == null) {
      return new EncodedObservation(observation.state(), List.of());
    }
    int range = config.shiftPx();
    int[] dx = new int[config.copies()];
    int[] dy = new int[config.copies()];
    SplittableRandom rng = RandomStreams.of(seed, frames);
    for (int copy = 1; copy < dx.length; copy++) {
      dx[copy] = rng.nextInt(-range, range + 1);
      dy[copy] = rng.nextInt(-range, range + 1);
    }
    List<byte[]> images = observation.images();
    return new EncodedObservation(observation.state(), features(backbone, images, dx, dy), images);
  }

  /**
   * Encodes images moved by whole pixels, the edge repeated, the same in every camera.
   *
   * @param images one a camera; not modified
   * @return for each camera the features of one copy
   * @throws IllegalStateException before the calibration, and where frames have several copies
   */
  public List<byte[]> encodeShifted(List<byte[]> images, int dx, int dy) {
    if (config.copies() != 1 || backbone == null) {
      throw new IllegalStateException("encodeShifted is for cameras and one copy of each frame");
    }
    return features(backbone, images, new int[] {dx}, new int[] {dy});
  }

  private List<byte[]> features(Backbone trunk, List<byte[]> images, int[] dx, int[] dy) {
    FeatureCalibration fixed = calibration;
    if (fixed == null) {
      throw new IllegalStateException("encode before calibrate: the features have no scale yet");
    }
    int copies = dx.length;
    for (int copy = 0; copy < copies; copy++) {
      for (int camera = 0; camera < cameras; camera++) {
        trunk.put(camera * copies + copy, image(images, camera), dx[copy], dy[copy]);
      }
    }
    trunk.run(cameras * copies);
    List<byte[]> features = new ArrayList<>(cameras);
    for (int camera = 0; camera < cameras; camera++) {
      features.add(quantise(trunk, fixed, camera));
    }
    return features;
  }

  private byte[] quantise(Backbone source, FeatureCalibration fixed, int camera) {
    byte[] bytes = new byte[config.frameBytes()];
    int at = 0;
    for (int copy = 0; copy < config.copies(); copy++) {
      for (int m = 0; m < maps.size(); m++) {
        FeatureMap map = maps.get(m);
        float[] output = source.output(m);
        int from = (camera * config.copies() + copy) * map.size();
        quantise(output, from, map, m, fixed, bytes, at);
        at += map.size();
      }
    }
    return bytes;
  }

  /**
   * Quantises one map, folded: the value at (c, y, x) goes to channel ((y mod n) n + x mod n) C +
   * c, position (y / n, x / n).
   */
  private void quantise(
      float[] output,
      int from,
      FeatureMap map,
      int m,
      FeatureCalibration fixed,
      byte[] bytes,
      int at) {
    int n = config.fold(map);
    int folded = map.width() / n;
    int plane = map.positions() / (n * n);
    for (int c = 0; c < map.channels(); c++) {
      float mean = fixed.means().get(m)[c];
      float factor = fixed.factor(m, c);
      for (int y = 0; y < map.height(); y++) {
        int source = from + c * map.positions() + y * map.width();
        int row = at + (y % n * n * map.channels() + c) * plane + y / n * folded;
        for (int x = 0; x < map.width(); x++) {
          bytes[row + x % n * map.channels() * plane + x / n] =
              FeatureCalibration.quantise(output[source + x], mean, factor);
        }
      }
    }
  }

  private static byte[] image(List<byte[]> images, int camera) {
    byte[] image = images.get(camera);
    int expected = 3 * Backbone.IMAGE_SIZE * Backbone.IMAGE_SIZE;
    if (image.length != expected) {
      throw new IllegalArgumentException(
          "image of camera " + camera + ": " + image.length + " bytes, expected " + expected);
    }
    return image;
  }

  @Override
  public void close() {
    if (backbone != null) {
      backbone.close();
    }
  }
}
