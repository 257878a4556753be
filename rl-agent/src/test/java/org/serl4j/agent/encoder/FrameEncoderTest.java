package org.serl4j.agent.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;

class FrameEncoderTest {
  private static final EncoderConfig CONFIG = new EncoderConfig(List.of("t168"), 2, 4);

  private static Spaces spaces(int cameras, int size) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cameras; i++) {
      names.add("camera" + i);
    }
    return new Spaces(
        VectorLayout.builder().add("state", 2, "1", 1).build(),
        names,
        size,
        VectorLayout.builder().add("action", 1, "1", 1).build());
  }

  /** A dark disc on a gradient. */
  static byte[] image(double x, double y) {
    byte[] image = new byte[128 * 128 * 3];
    for (int row = 0; row < 128; row++) {
      for (int column = 0; column < 128; column++) {
        boolean inside = Math.hypot(column - x, row - y) < 14;
        int at = 3 * (row * 128 + column);
        image[at] = (byte) (inside ? 20 : 90 + row / 2);
        image[at + 1] = (byte) (inside ? 30 : 120 + column / 3);
        image[at + 2] = (byte) (inside ? 200 : 100);
      }
    }
    return image;
  }

  private static Observation observation(double x, double y) {
    return new Observation(new float[] {1, 2}, List.of(image(x, y), image(128 - x, y)));
  }

  private static List<Observation> frames() {
    SplittableRandom rng = new SplittableRandom(3);
    List<Observation> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add(observation(rng.nextDouble(20, 108), rng.nextDouble(20, 108)));
    }
    return frames;
  }

  @Test
  void shouldEncodeTheSameFrameToTheSameBytesForTheSameSeed() {
    try (FrameEncoder one = FrameEncoder.open(spaces(2, 128), CONFIG, 5);
        FrameEncoder two = FrameEncoder.open(spaces(2, 128), CONFIG, 5)) {
      FeatureCalibration calibration = one.calibrate(frames());
      two.useCalibration(calibration);
      one.encode(observation(30, 40));
      two.resumeAfter(1);
      EncodedObservation a = one.encode(observation(50, 60));
      EncodedObservation b = two.encode(observation(50, 60));
      assertEquals(2, a.features().size());
      for (int camera = 0; camera < 2; camera++) {
        assertArrayEquals(a.features().get(camera), b.features().get(camera));
        assertEquals(CONFIG.frameBytes(), a.features().get(camera).length);
      }
    }
  }

  @Test
  void shouldKeepCopyZeroUnshiftedAndMoveTheOthers() {
    EncoderConfig single = new EncoderConfig(CONFIG.featureMaps(), 1, 4);
    try (FrameEncoder many = FrameEncoder.open(spaces(2, 128), CONFIG, 7);
        FrameEncoder one = FrameEncoder.open(spaces(2, 128), single, 6)) {
      one.useCalibration(many.calibrate(frames()));
      byte[] copies = many.encode(observation(50, 60)).features().get(0);
      byte[] plain = one.encode(observation(50, 60)).features().get(0);
      int n = CONFIG.copyBytes();
      int largest = 0;
      for (int i = 0; i < n; i++) {
        largest = Math.max(largest, Math.abs(copies[i] - plain[i]));
      }
      assertTrue(largest <= 1, "copy 0 is the frame itself, up to the order of sums");
      assertFalse(Arrays.equals(plain, Arrays.copyOfRange(copies, n, 2 * n)));
    }
  }

  /**
   * An image moved by a stride of 8 px gives the map moved by a cell, but for the borders: what a
   * sampled frame's shift by cells stands for. The encoder reads at x + dx, so -8 moves to the
   * right.
   */
  @Test
  void shouldMoveTheMapByACellWithTheImage() {
    EncoderConfig config = new EncoderConfig(List.of("t168"), 1, 8);
    List<byte[]> images = observation(50, 60).images();
    try (FrameEncoder encoder = FrameEncoder.open(spaces(2, 128), config, 7)) {
      encoder.calibrate(frames());
      byte[] still = encoder.encodeShifted(images, 0, 0).get(0);
      double right = difference(still, encoder.encodeShifted(images, -8, 0).get(0), 1, 0);
      double down = difference(still, encoder.encodeShifted(images, 0, -8).get(0), 0, 1);
      double wrong = difference(still, encoder.encodeShifted(images, -8, 0).get(0), -1, 0);
      assertTrue(right < 0.5 && down < 0.5, "right " + right + ", down " + down);
      assertTrue(wrong > 5 * right, "wrong " + wrong + ", right " + right);
    }
  }

  /** Mean of |moved[c, y, x] - still[c, y - down, x - right]| in the middle of a 16 x 16 map. */
  private static double difference(byte[] still, byte[] moved, int right, int down) {
    double sum = 0;
    int count = 0;
    for (int c = 0; c < still.length / 256; c++) {
      for (int y = 5; y < 11; y++) {
        for (int x = 5; x < 11; x++) {
          int at = c * 256 + y * 16 + x;
          sum += Math.abs(moved[at] - still[at - 16 * down - right]);
          count++;
        }
      }
    }
    return sum / count;
  }

  /** The default map comes from a graph of its own, cut out of the whole one. */
  @Test
  void shouldGiveTheSameMapAloneAsBesideTheDeeperOne() {
    try (FrameEncoder both =
            FrameEncoder.open(spaces(2, 128), new EncoderConfig(List.of("t168", "t194"), 1, 4), 7);
        FrameEncoder alone =
            FrameEncoder.open(spaces(2, 128), new EncoderConfig(List.of("t168"), 1, 4), 7)) {
      both.calibrate(frames());
      alone.calibrate(frames());
      byte[] beside = both.encode(observation(50, 60)).features().get(1);
      byte[] cut = alone.encode(observation(50, 60)).features().get(1);
      assertArrayEquals(Arrays.copyOf(beside, cut.length), cut);
    }
  }

  @Test
  void shouldUseTheRangeOfItsBytes() {
    try (FrameEncoder encoder = FrameEncoder.open(spaces(2, 128), CONFIG, 5)) {
      encoder.calibrate(frames());
      byte[] bytes = encoder.encode(observation(64, 64)).features().get(0);
      double squares = 0;
      int clipped = 0;
      for (byte value : bytes) {
        squares += (double) value * value;
        clipped += Math.abs(value) == 127 ? 1 : 0;
      }
      double deviation = Math.sqrt(squares / bytes.length) / 32;
      assertTrue(deviation > 0.5 && deviation < 2, "deviation " + deviation);
      assertTrue(clipped < bytes.length / 50, clipped + " of " + bytes.length + " clipped");
    }
  }

  @Test
  void shouldRefuseToEncodeBeforeCalibration() {
    try (FrameEncoder encoder = FrameEncoder.open(spaces(2, 128), CONFIG, 5)) {
      assertThrows(IllegalStateException.class, () -> encoder.encode(observation(1, 1)));
    }
  }

  @Test
  void shouldRefuseImagesOfAnotherSize() {
    assertThrows(IllegalArgumentException.class, () -> FrameEncoder.open(spaces(1, 64), CONFIG, 5));
  }

  @Test
  void shouldPassStatesThroughWithoutCameras() {
    try (FrameEncoder encoder = FrameEncoder.open(spaces(0, 128), CONFIG, 5)) {
      EncodedObservation encoded = encoder.encode(new Observation(new float[] {3, 4}, List.of()));
      assertArrayEquals(new float[] {3, 4}, encoded.state());
      assertTrue(encoded.features().isEmpty());
    }
  }

  @Test
  void shouldNameAnUnknownFeatureMap() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new EncoderConfig(List.of("t999"), 4, 4));
    assertTrue(e.toString().contains("t999"));
  }

  @Test
  void shouldFoldTwoByTwoPositionsIntoChannelsForAConvolution() {
    EncoderConfig plain = new EncoderConfig(List.of("t168", "t194"), 1, 4);
    EncoderConfig folding = new EncoderConfig(List.of("t168", "t194"), 1, 4, 16, 0);
    try (FrameEncoder one = FrameEncoder.open(spaces(2, 128), plain, 7);
        FrameEncoder two = FrameEncoder.open(spaces(2, 128), folding, 7)) {
      two.useCalibration(one.calibrate(frames()));
      byte[] bytes = one.encode(observation(50, 60)).features().get(0);
      byte[] folded = two.encode(observation(50, 60)).features().get(0);
      assertEquals(bytes.length, folded.length);
      for (int c = 0; c < 32; c++) {
        for (int y = 0; y < 16; y++) {
          for (int x = 0; x < 16; x++) {
            int channel = (y % 2 * 2 + x % 2) * 32 + c;
            assertEquals(
                bytes[c * 256 + y * 16 + x], folded[channel * 64 + y / 2 * 8 + x / 2], "t168");
          }
        }
      }
      int second = 32 * 256;
      assertArrayEquals(
          Arrays.copyOfRange(bytes, second, bytes.length),
          Arrays.copyOfRange(folded, second, folded.length));
    }
  }

  @Test
  void shouldRefuseAConvolutionWhoseChannelsDoNotPack() {
    assertThrows(
        IllegalArgumentException.class, () -> new EncoderConfig(List.of("t168"), 1, 4, 30, 0));
  }
}
