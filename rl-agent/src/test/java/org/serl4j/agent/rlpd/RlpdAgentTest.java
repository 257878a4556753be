package org.serl4j.agent.rlpd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;

class RlpdAgentTest {
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t168", "t194"), 2, 4);
  private static final Spaces SPACES = RlpdFixture.spaces(2, 5, 3);
  private static final RlpdConfig CONFIG = RlpdFixture.config(16, 32, 24, ENCODER);

  private final Path folder;

  RlpdAgentTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  private static void train(RlpdAgent agent, int from, int updates) {
    for (int i = from; i < from + updates; i++) {
      Batch batch = RlpdFixture.batch(SPACES, CONFIG, i);
      if (i % 4 == 3) {
        agent.update(batch);
      } else {
        agent.updateCritics(batch);
      }
    }
  }

  @Test
  void shouldGiveTheSameParametersForTheSameSeed() {
    RlpdAgent one = new RlpdAgent(CONFIG, SPACES, 7);
    RlpdAgent two = new RlpdAgent(CONFIG, SPACES, 7);
    RlpdAgent other = new RlpdAgent(CONFIG, SPACES, 8);
    train(one, 0, 50);
    train(two, 0, 50);
    assertArrayEquals(one.values.toArray(), two.values.toArray());
    assertArrayEquals(one.policyParameters().policy(), two.policyParameters().policy());
    assertFalse(Arrays.equals(one.values.toArray(), other.values.toArray()));
  }

  @Test
  void shouldGiveTheSameParametersWithOneLaneAndWithThree() {
    RlpdAgent one = new RlpdAgent(CONFIG, SPACES, 7);
    try (Lanes lanes = Lanes.of(3)) {
      RlpdAgent three = new RlpdAgent(CONFIG, SPACES, 7, lanes);
      train(one, 0, 50);
      train(three, 0, 50);
      assertArrayEquals(one.values.toArray(), three.values.toArray());
      assertArrayEquals(one.targets.toArray(), three.targets.toArray());
      assertArrayEquals(one.policyParameters().policy(), three.policyParameters().policy());
    }
  }

  @Test
  void shouldGoOnBitForBitAfterSaveAndLoad() throws IOException {
    RlpdAgent whole = new RlpdAgent(CONFIG, SPACES, 7);
    train(whole, 0, 10);
    Path file = folder.resolve("agent.bin");
    whole.useCalibration(
        new FeatureCalibration(List.of(new float[] {1, 2}), List.of(new float[] {3, 4})));
    whole.save(file);
    train(whole, 10, 10);
    RlpdAgent resumed = RlpdAgent.load(file, SPACES);
    train(resumed, 10, 10);
    assertEquals(whole.updates(), resumed.updates());
    assertEquals(whole.temperature.parameter(), resumed.temperature.parameter());
    assertArrayEquals(whole.values.toArray(), resumed.values.toArray());
    assertArrayEquals(whole.targets.toArray(), resumed.targets.toArray());
    assertArrayEquals(whole.policyValues.toArray(), resumed.policyValues.toArray());
    assertEquals(4f, Objects.requireNonNull(resumed.calibration()).deviations().get(0)[1]);
  }

  @Test
  void shouldRefuseATruncatedOrDamagedCheckpointInOneLine() throws IOException {
    RlpdAgent agent = new RlpdAgent(CONFIG, SPACES, 7);
    Path file = folder.resolve("agent.bin");
    agent.save(file);
    byte[] bytes = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.bin");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 1000));
    Path damaged = folder.resolve("damaged.bin");
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    Path empty = Files.createFile(folder.resolve("empty.bin"));
    for (Path bad : List.of(cut, damaged, empty, folder.resolve("none.bin"))) {
      IOException e = assertThrows(IOException.class, () -> RlpdAgent.load(bad, SPACES));
      assertTrue(e.toString().contains(bad.getFileName().toString()), e.toString());
      assertFalse(e.toString().contains("\n"));
    }
  }

  @Test
  void shouldRefuseACheckpointOfOtherSpaces() throws IOException {
    Path file = folder.resolve("agent.bin");
    new RlpdAgent(CONFIG, SPACES, 7).save(file);
    assertThrows(IOException.class, () -> RlpdAgent.load(file, RlpdFixture.spaces(2, 6, 3)));
  }

  @Test
  void shouldLeaveTheOldCheckpointWhereWritingFails() throws IOException {
    Path file = folder.resolve("agent.bin");
    new RlpdAgent(CONFIG, SPACES, 7).save(file);
    byte[] before = Files.readAllBytes(file);
    Files.createDirectory(folder.resolve("agent.bin.tmp"));
    RlpdAgent later = new RlpdAgent(CONFIG, SPACES, 8);
    assertThrows(IOException.class, () -> later.save(file));
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void shouldActAsTheLearnersPolicyDoes() {
    RlpdAgent agent = new RlpdAgent(CONFIG, SPACES, 7);
    Policy policy = new Policy(CONFIG, SPACES);
    policy.load(agent.policyParameters());
    EncodedObservation observation =
        RlpdFixture.observation(SPACES, ENCODER, new SplittableRandom(4));
    float[] before = policy.act(observation, null);
    train(agent, 0, 8);
    assertArrayEquals(before, policy.act(observation, null), "the policy has memory of its own");
    policy.load(agent.policyParameters());
    float[] after = policy.act(observation, null);
    assertFalse(Arrays.equals(before, after));
    assertEquals(8, policy.version());
    float[] drawn = policy.act(observation, new SplittableRandom(1));
    assertArrayEquals(drawn, policy.act(observation, new SplittableRandom(1)));
    for (float a : drawn) {
      assertTrue(a >= -1 && a <= 1);
    }
  }

  @Test
  void shouldBootstrapTruncatedTransitionsAndNotTerminatedOnes() {
    Spaces spaces = RlpdFixture.spaces(0, 2, 1);
    RlpdConfig config = RlpdFixture.config(4, 16, 8, ENCODER);
    SplittableRandom rng = new SplittableRandom(1);
    double[] targetOfReward = new double[2];
    for (int k = 0; k < 2; k++) {
      boolean terminated = k == 0;
      ReplayBuffer replay = new ReplayBuffer(4, spaces, ENCODER);
      replay.beginEpisode(RlpdFixture.observation(spaces, ENCODER, rng));
      replay.append(
          new float[1], 1, terminated, !terminated, RlpdFixture.observation(spaces, ENCODER, rng));
      Batch batch = new Batch(spaces, ENCODER, 4);
      replay.sample(rng, batch, 0, 4);
      targetOfReward[k] = new RlpdAgent(config, spaces, 2).updateCritics(batch).target();
    }
    assertEquals(1, targetOfReward[0], 0);
    assertTrue(Math.abs(targetOfReward[1] - 1) > 1e-6);
  }

  /** Reward -|a - g(s)|: the policy must find g from states alone. */
  @Test
  void shouldLearnTheActionThatTheStateAsksFor() {
    Spaces spaces = RlpdFixture.spaces(0, 2, 2);
    RlpdConfig config =
        new RlpdConfig(64, 4, 2, 64, 8, 32, 8, 0, 0.9, 0.01, 1e-3, 0.05, -0.5, false, 4, ENCODER);
    RlpdAgent agent = new RlpdAgent(config, spaces, 1);
    Policy policy = new Policy(config, spaces);
    policy.load(agent.policyParameters());
    double before = Bandit.meanError(policy);
    ReplayBuffer replay = new ReplayBuffer(8000, spaces, ENCODER);
    Batch batch = new Batch(spaces, ENCODER, 64);
    SplittableRandom rng = new SplittableRandom(2);
    for (int step = 0; step < 1500; step++) {
      EncodedObservation o = Bandit.observation(rng);
      float[] action = policy.act(o, rng);
      replay.beginEpisode(o);
      replay.append(action, Bandit.reward(o, action), true, false, Bandit.observation(rng));
      if (step >= 100) {
        replay.sample(rng, batch, 0, 64);
        agent.updateCritics(batch);
        agent.update(batch);
        policy.load(agent.policyParameters());
      }
    }
    double after = Bandit.meanError(policy);
    assertTrue(after < 0.12, "mean error before " + before + ", after " + after);
  }

  private static final class Bandit {
    static EncodedObservation observation(SplittableRandom rng) {
      float[] state = {(float) rng.nextDouble(-2, 2), (float) rng.nextDouble(-2, 2)};
      return new EncodedObservation(state, List.of());
    }

    static double reward(EncodedObservation o, float[] action) {
      // the wanted action: (0.4 s1, -0.3 s0)
      double first = action[0] - 0.4 * o.state()[1];
      double second = action[1] + 0.3 * o.state()[0];
      return -(Math.abs(first) + Math.abs(second)) / 2;
    }

    static double meanError(Policy policy) {
      SplittableRandom rng = new SplittableRandom(99);
      double sum = 0;
      for (int i = 0; i < 200; i++) {
        EncodedObservation o = observation(rng);
        sum -= reward(o, policy.act(o, null));
      }
      return sum / 200;
    }
  }
}
