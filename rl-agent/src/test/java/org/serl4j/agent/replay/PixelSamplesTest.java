package org.serl4j.agent.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FeatureRows;

class PixelSamplesTest {
  private static final int ROWS = 8;
  private static final long ROOM = 100_000_000;
  private static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder().add("state", 1, "1", 1).build(),
          List.of("left", "right"),
          128,
          VectorLayout.builder().add("action", 1, "1", 1).build());

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  private static byte[] noise(SplittableRandom rng) {
    byte[] image = new byte[SPACES.imageBytes()];
    rng.nextBytes(image);
    return image;
  }

  private static List<Observation> noisy(int count) {
    SplittableRandom rng = new SplittableRandom(4);
    List<Observation> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(new Observation(new float[] {i}, List.of(noise(rng), noise(rng))));
    }
    return frames;
  }

  private static EncoderConfig config(int shiftPx) {
    return new EncoderConfig(List.of("t168", "t194"), 1, shiftPx);
  }

  private static FeatureCalibration fill(
      EncoderConfig config, List<Observation> frames, ReplayBuffer... buffers) {
    try (FrameEncoder encoder = FrameEncoder.open(SPACES, config, 1)) {
      FeatureCalibration calibration = encoder.calibrate(frames);
      for (int i = 0; i < frames.size(); i++) {
        EncodedObservation encoded = encoder.encode(frames.get(i));
        for (ReplayBuffer buffer : buffers) {
          if (i == 0) {
            buffer.beginEpisode(encoded);
          } else {
            buffer.append(new float[1], i, false, false, encoded);
          }
        }
      }
      return calibration;
    }
  }

  private static List<Integer> words(FeatureRows features, int camera, int row) {
    List<Integer> words = new ArrayList<>();
    for (int i = 0; i < config(0).copyBytes() / 4; i++) {
      words.add(features.word(camera, row, i));
    }
    return words;
  }

  @Test
  void shouldGiveWithoutShiftExactlyWhatEncodingOnceGives() {
    ReplayBuffer features = new ReplayBuffer(10, SPACES, config(0));
    ReplayBuffer pixels = ReplayBuffer.ofPixels(10, SPACES);
    FeatureCalibration calibration = fill(config(0), noisy(6), features, pixels);
    Batch once = new Batch(SPACES, config(0), ROWS);
    Batch anew = new Batch(SPACES, config(0), ROWS);
    features.sample(new SplittableRandom(2), once, 0, ROWS);
    pixels.sample(new SplittableRandom(2), anew, 0, ROWS);
    try (PixelSamples samples = PixelSamples.open(SPACES, config(0), calibration, ROWS, ROOM)) {
      samples.encode(new SplittableRandom(3), anew);
    }
    for (int row = 0; row < ROWS; row++) {
      assertEquals(once.states()[row], anew.states()[row]);
      for (int camera = 0; camera < 2; camera++) {
        assertEquals(words(once.features(), camera, row), words(anew.features(), camera, row));
        assertEquals(
            words(once.nextFeatures(), camera, row), words(anew.nextFeatures(), camera, row));
      }
    }
  }

  /** Both cameras and both instants show one picture, so that only the shift tells them apart. */
  @Test
  void shouldShiftEverySampleAnewAndAllCamerasOfItAlike() {
    byte[] image = noise(new SplittableRandom(5));
    Observation same = new Observation(new float[1], List.of(image, image));
    ReplayBuffer pixels = ReplayBuffer.ofPixels(10, SPACES);
    FeatureCalibration calibration = fill(config(4), List.of(same, same), pixels);
    Batch batch = new Batch(SPACES, config(4), ROWS);
    pixels.sample(new SplittableRandom(2), batch, 0, ROWS);
    Set<List<Integer>> seen = new HashSet<>();
    int nextDiffers = 0;
    try (PixelSamples samples = PixelSamples.open(SPACES, config(4), calibration, ROWS, ROOM)) {
      samples.encode(new SplittableRandom(3), batch);
      for (int row = 0; row < ROWS; row++) {
        List<Integer> now = words(batch.features(), 0, row);
        List<Integer> next = words(batch.nextFeatures(), 0, row);
        assertEquals(now, words(batch.features(), 1, row));
        assertEquals(next, words(batch.nextFeatures(), 1, row));
        nextDiffers += now.equals(next) ? 0 : 1;
        seen.add(now);
      }
      // 81 shifts: 8 samples that show fewer than 4 of them, or o and o' alike in half of the rows,
      // would not be independent
      assertTrue(seen.size() >= 4 && nextDiffers >= 4, seen.size() + ", " + nextDiffers);

      List<Integer> first = words(batch.features(), 0, 0);
      pixels.sample(new SplittableRandom(2), batch, 0, ROWS);
      samples.encode(new SplittableRandom(3), batch);
      assertEquals(first, words(batch.features(), 0, 0), "the same stream, the same shifts");
      pixels.sample(new SplittableRandom(2), batch, 0, ROWS);
      samples.encode(new SplittableRandom(9), batch);
      assertNotEquals(first, words(batch.features(), 0, 0));
    }
  }

  @Test
  void shouldRefuseAnObservationWithoutItsPixelsAndABatchOfAnotherSize() {
    ReplayBuffer pixels = ReplayBuffer.ofPixels(10, SPACES);
    byte[] features = new byte[config(4).frameBytes()];
    EncodedObservation bare = new EncodedObservation(new float[1], List.of(features, features));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> pixels.beginEpisode(bare));
    assertTrue(e.toString().contains("pixels of 0 cameras, expected 2"), e.toString());
    FeatureCalibration calibration = fill(config(4), noisy(2));
    try (PixelSamples samples = PixelSamples.open(SPACES, config(4), calibration, 3, ROOM)) {
      Batch batch = new Batch(SPACES, config(4), ROWS);
      assertThrows(
          IllegalArgumentException.class, () -> samples.encode(new SplittableRandom(1), batch));
    }
  }

  @Test
  void shouldNotTakeANewFrameForTheOneThatLayInItsPlace() {
    SplittableRandom rng = new SplittableRandom(8);
    ReplayBuffer ring = ReplayBuffer.ofPixels(2, SPACES);
    FeatureCalibration calibration = fill(config(0), noisy(2), ring);
    Batch batch = new Batch(SPACES, config(0), ROWS);
    try (PixelSamples samples = PixelSamples.open(SPACES, config(0), calibration, ROWS, ROOM);
        FrameEncoder encoder = FrameEncoder.open(SPACES, config(0), 1)) {
      encoder.useCalibration(calibration);
      ring.sample(rng, batch, 0, ROWS);
      samples.encode(rng, batch);
      EncodedObservation fresh =
          encoder.encode(new Observation(new float[1], List.of(noise(rng), noise(rng))));
      ring.append(new float[1], 0, false, false, fresh);
      ring.sample(rng, batch, 0, ROWS);
      samples.encode(rng, batch);
      int[] expected = new int[config(0).copyBytes() / 4];
      FeaturePacking.pack(config(0).maps(), fresh.features().get(0), 0, expected, 0);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], batch.nextFeatures().word(0, 0, i));
      }
    }
  }

  /** A frame of two cameras takes 28,672 bytes in this configuration. */
  @ParameterizedTest
  @ValueSource(longs = {0, 30_000, ROOM})
  void shouldGiveTheSameHoweverMuchItRemembers(long room) {
    ReplayBuffer pixels = ReplayBuffer.ofPixels(10, SPACES);
    FeatureCalibration calibration = fill(config(1), noisy(3), pixels);
    Batch batch = new Batch(SPACES, config(1), ROWS);
    Batch expected = new Batch(SPACES, config(1), ROWS);
    try (PixelSamples samples = PixelSamples.open(SPACES, config(1), calibration, ROWS, room)) {
      for (int round = 0; round < 4; round++) {
        pixels.sample(new SplittableRandom(round), batch, 0, ROWS);
        samples.encode(new SplittableRandom(round), batch);
        try (PixelSamples anew = PixelSamples.open(SPACES, config(1), calibration, ROWS, 0)) {
          pixels.sample(new SplittableRandom(round), expected, 0, ROWS);
          anew.encode(new SplittableRandom(round), expected);
        }
        for (int row = 0; row < ROWS; row++) {
          for (int camera = 0; camera < 2; camera++) {
            assertEquals(
                words(expected.features(), camera, row), words(batch.features(), camera, row));
            assertEquals(
                words(expected.nextFeatures(), camera, row),
                words(batch.nextFeatures(), camera, row));
          }
        }
      }
    }
  }
}
