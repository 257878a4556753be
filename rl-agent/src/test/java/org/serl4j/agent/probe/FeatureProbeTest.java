package org.serl4j.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.RlpdConfig;

/** Reads where a disc is in the image, through the real backbone. */
class FeatureProbeTest {
  private static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder().add("state", 1, "1", 1).build(),
          List.of("wrist_1"),
          128,
          VectorLayout.builder().add("action", 1, "1", 1).build());

  private static RlpdConfig config() {
    EncoderConfig encoder = new EncoderConfig(List.of("t194"), 2, 4);
    return new RlpdConfig(
        64, 2, 2, 32, 32, 8, 8, 0.1, 0.97, 0.005, 3e-4, 0.1, -0.5, false, 4, encoder);
  }

  private static byte[] disc(double x, double y) {
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

  @Test
  void shouldReadThePositionOfADiscFromTheImage() {
    NativeThreads.single();
    SplittableRandom rng = new SplittableRandom(4);
    List<Observation> frames = new ArrayList<>();
    List<float[]> positions = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      float[] position = {(float) rng.nextDouble(30, 98), (float) rng.nextDouble(30, 98)};
      positions.add(position);
      frames.add(new Observation(new float[1], List.of(disc(position[0], position[1]))));
    }
    FeatureProbe probe = new FeatureProbe(SPACES, config(), 2);
    try (FrameEncoder encoder = FrameEncoder.open(SPACES, config().encoder(), 1)) {
      encoder.calibrate(frames.subList(0, 50));
      for (int i = 0; i < frames.size(); i++) {
        probe.add(encoder.encode(frames.get(i)), positions.get(i));
      }
    }
    Reading result = probe.run(0.2, 200, 1e-3, 3);
    assertEquals(2, result.heldOutRmse().length);
    for (int t = 0; t < 2; t++) {
      assertTrue(
          result.heldOutRmse()[t] < 0.25 * result.heldOutDeviation()[t],
          result.heldOutRmse()[t] + " px of " + result.heldOutDeviation()[t]);
    }
  }

  @Test
  void shouldRefuseASplitWithoutSamples() {
    FeatureProbe probe = new FeatureProbe(SPACES, config(), 2);
    assertThrows(IllegalArgumentException.class, () -> probe.run(0.2, 10, 1e-3, 3));
  }
}
