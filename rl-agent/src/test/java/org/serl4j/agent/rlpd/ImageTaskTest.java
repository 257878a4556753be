package org.serl4j.agent.rlpd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;

/** One step, one image: the reward is highest where the action names the place of the disc. */
class ImageTaskTest {
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t194"), 2, 2);
  private static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder().add("state", 1, "1", 1).build(),
          List.of("wrist_1"),
          128,
          VectorLayout.builder().add("action", 1, "1", 1).build());
  private static final RlpdConfig CONFIG =
      new RlpdConfig(64, 4, 2, 64, 32, 8, 8, 0.1, 0.9, 0.02, 1e-3, 0.02, -0.5, false, 4, ENCODER);

  private static Observation disc(double place) {
    byte[] image = new byte[128 * 128 * 3];
    double x = 64 + 40 * place;
    for (int row = 0; row < 128; row++) {
      for (int column = 0; column < 128; column++) {
        boolean inside = Math.hypot(column - x, row - 64) < 16;
        int at = 3 * (row * 128 + column);
        image[at] = (byte) (inside ? 20 : 90 + row / 2);
        image[at + 1] = (byte) (inside ? 30 : 120 + column / 3);
        image[at + 2] = (byte) (inside ? 200 : 100);
      }
    }
    return new Observation(new float[1], List.of(image));
  }

  @Test
  void shouldLearnToNameThePlaceThatOnlyTheImageShows() {
    NativeThreads.single();
    SplittableRandom rng = new SplittableRandom(1);
    List<EncodedObservation> seen = new ArrayList<>();
    List<Double> places = new ArrayList<>();
    try (FrameEncoder encoder = FrameEncoder.open(SPACES, ENCODER, 2)) {
      List<Observation> calibration = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calibration.add(disc(i / 10.0 - 1));
      }
      encoder.calibrate(calibration);
      for (int i = 0; i < 250; i++) {
        places.add(rng.nextDouble(-0.9, 0.9));
        seen.add(encoder.encode(disc(places.get(i))));
      }
    }
    RlpdAgent agent = new RlpdAgent(CONFIG, SPACES, 3);
    ReplayBuffer replay = new ReplayBuffer(2000, SPACES, ENCODER);
    Batch batch = new Batch(SPACES, ENCODER, CONFIG.batch());
    Policy policy = new Policy(CONFIG, SPACES);
    policy.load(agent.policyParameters());
    double before = meanError(policy, seen, places);
    for (int step = 0; step < 350; step++) {
      int i = rng.nextInt(200);
      float[] action = policy.act(seen.get(i), rng);
      replay.beginEpisode(seen.get(i));
      replay.append(action, -Math.abs(action[0] - places.get(i)), true, false, seen.get(i));
      if (step >= 50) {
        replay.sample(rng, batch, 0, CONFIG.batch());
        agent.update(batch);
        policy.load(agent.policyParameters());
      }
    }
    double after = meanError(policy, seen, places);

    assertTrue(after < 0.2, "held-out mean error before " + before + ", after " + after);
  }

  /** On the last 50 places, which no transition shows. */
  private static double meanError(
      Policy policy, List<EncodedObservation> seen, List<Double> places) {
    double sum = 0;
    for (int i = 200; i < 250; i++) {
      sum += Math.abs(policy.act(seen.get(i), null)[0] - places.get(i)) / 50;
    }
    return sum;
  }
}
