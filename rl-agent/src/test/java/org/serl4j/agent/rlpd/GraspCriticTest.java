package org.serl4j.agent.rlpd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.GraspShape;
import org.serl4j.agent.replay.Batch;

class GraspCriticTest {
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t194"), 2, 4);
  private static final Spaces PLAIN = RlpdFixture.spaces(1, 5, 3);
  private static final Spaces SPACES = RlpdFixture.withGripper(PLAIN);
  private static final RlpdConfig CONFIG = RlpdFixture.config(12, 24, 20, ENCODER);

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  static GraspCritic critic(RlpdAgent agent) {
    return Objects.requireNonNull(agent.grasp);
  }

  /**
   * By hand: the online critic prefers open (0.9) in row 0 and close (0.3) in row 1; the target
   * values those 0.5 and -2. y0 = 1 - 0.02 + 0.9 x 0.5 = 1.43; y1 = 0 + 0.9 x -2 = -1.8, where a
   * maximum over the target itself would give 0.9 x 4.
   */
  @Test
  void shouldValueTheOnlineCriticsChoiceByTheTarget() {
    float[] online = {0.1f, 0.2f, 0.9f, 0.3f, 0.2f, -1};
    float[] target = {7, 3, 0.5f, -2, 4, 1};
    assertEquals(1.43, GraspCritic.doubleDqnTarget(1 - 0.02, 0.9, online, target, 0), 1e-7);
    assertEquals(-1.8, GraspCritic.doubleDqnTarget(0, 0.9, online, target, 1), 1e-7);
    assertEquals(1, GraspCritic.doubleDqnTarget(1, 0, online, target, 0), 0);
  }

  @Test
  void shouldRoundActionElementsToChoices() {
    assertEquals(0, GraspShape.choice(-1));
    assertEquals(0, GraspShape.choice(-0.5f));
    assertEquals(1, GraspShape.choice(0.49f));
    assertEquals(2, GraspShape.choice(0.5f));
    for (int k = 0; k < GraspShape.CHOICES; k++) {
      assertEquals(k, GraspShape.choice(GraspShape.element(k)));
    }
  }

  /** Of 20,000 draws a share of one half has a standard deviation of 0.0035. */
  @ParameterizedTest
  @CsvSource({"1, 0.25, 0.5, 0.25", "0.5, 0.25, 0.5, 0.25", "0.1, 0.05, 0.9, 0.05"})
  void shouldDrawInProportionToTheExponentialsButNotTooOften(
      double most, double close, double stay, double open) {
    float[] values = {9, 9, 9, 0.5f, 0.5f + (float) (0.02 * Math.log(2)), 0.5f};
    double[] drawn = shares(values, 0.02, most);
    assertEquals(close, drawn[0], 0.015);
    assertEquals(stay, drawn[1], 0.015);
    assertEquals(open, drawn[2], 0.015);
  }

  /** Closing is the best, opening 8 times as likely as staying. */
  @Test
  void shouldShareExplorationAmongTheOthersInProportionToo() {
    float log2 = (float) (0.02 * Math.log(2));
    float[] values = {9, 9, 9, 0.5f, 0.5f - 4 * log2, 0.5f - log2};
    double[] drawn = shares(values, 0.02, 0.2);
    assertEquals(0.8, drawn[0], 0.015);
    assertEquals(0.2 / 9, drawn[1], 0.006);
    assertEquals(0.2 * 8 / 9, drawn[2], 0.015);
    assertEquals(1, shares(values, 1e-6, 1)[0], 1e-9, "all but the best are out of reach");
  }

  private static double[] shares(float[] values, double temperature, double most) {
    double[] drawn = new double[GraspShape.CHOICES];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      drawn[GraspShape.draw(values, 1, temperature, most, random)] += 1 / 20_000.0;
    }
    return drawn;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7})
  void shouldGiveTheGradientOfItsLoss(double imitationWeight) {
    GraspCritic critic =
        new GraspCritic(
            CONFIG, new GraspShape(30, 24), new Slice("gripper", 3, 1, "discrete", 1), 4);
    critic.initialise(new SplittableRandom(2));
    Batch batch = RlpdFixture.batch(SPACES, CONFIG, 4);
    Floats encodings = Floats.allocate(CONFIG.batch() * 33);
    SplittableRandom rng = new SplittableRandom(6);
    for (int i = 0; i < encodings.length(); i++) {
      encodings.set(i, (float) rng.nextDouble(-1, 1));
    }
    for (int i = 0; i < critic.nextInput().length(); i++) {
      critic.nextInput().set(i, (float) rng.nextDouble(-1, 1));
    }
    critic.computeTargets(batch, encodings, 33);
    critic.gradients(batch, encodings, 33, imitationWeight);
    GradientTest.check(
        critic.layout(),
        critic.values,
        critic.gradients,
        () -> critic.loss(batch, encodings, 33, imitationWeight));
  }

  @Test
  void shouldChangeNothingElseInTheAgent() {
    RlpdAgent plain = new RlpdAgent(CONFIG, PLAIN, 7);
    RlpdAgent gripper = new RlpdAgent(CONFIG, SPACES, 7);
    assertArrayEquals(plain.values.toArray(), gripper.values.toArray());
    float[] before = critic(gripper).values.toArray();
    UpdateReport report = gripper.updateCritics(RlpdFixture.batch(SPACES, CONFIG, 1));
    assertTrue(report.graspLoss() > 0);
    assertTrue(Double.isFinite(report.graspValue()));
    assertFalse(Arrays.equals(before, critic(gripper).values.toArray()), "every critic update");
    assertTrue(Double.isNaN(plain.updateCritics(RlpdFixture.batch(PLAIN, CONFIG, 1)).graspLoss()));
  }

  /** H - target: the same distribution over three continuous elements, gripper or not. */
  @Test
  void shouldCountOnlyContinuousElementsInTheTargetEntropy() {
    UpdateReport report =
        new RlpdAgent(CONFIG, SPACES, 7).update(RlpdFixture.batch(SPACES, CONFIG, 1));
    double gap = report.temperatureLoss() / report.temperature();
    assertEquals(report.entropy() - 3 * CONFIG.targetEntropyPerAction(), gap, 1e-9);
  }

  @Test
  void shouldActWithChoicesOfTheLearnersCritic(@TempDir Path folder) throws IOException {
    RlpdAgent agent = new RlpdAgent(CONFIG, SPACES, 7);
    for (int i = 0; i < 30; i++) {
      agent.update(RlpdFixture.batch(SPACES, CONFIG, i));
    }
    Policy policy = new Policy(CONFIG, SPACES);
    policy.load(agent.policyParameters());
    Set<Float> chosen = new HashSet<>();
    SplittableRandom rng = new SplittableRandom(4);
    EncodedObservation seen = RlpdFixture.observation(SPACES, ENCODER, rng);
    for (int i = 0; i < 50; i++) {
      seen = RlpdFixture.observation(SPACES, ENCODER, rng);
      float[] action = policy.act(seen, i % 2 == 0 ? null : rng);
      assertEquals(4, action.length);
      chosen.add(action[3]);
    }
    assertTrue(Set.of(-1f, 0f, 1f).containsAll(chosen), "gripper elements " + chosen);
    assertTrue(chosen.size() > 1, "always the same choice: " + chosen);

    Path file = folder.resolve("agent.bin");
    agent.save(file);
    RlpdAgent loaded = RlpdAgent.load(file, SPACES);
    Policy again = new Policy(CONFIG, SPACES);
    again.load(loaded.policyParameters());
    assertArrayEquals(policy.act(seen, null), again.act(seen, null));
    agent.update(RlpdFixture.batch(SPACES, CONFIG, 99));
    loaded.update(RlpdFixture.batch(SPACES, CONFIG, 99));
    assertArrayEquals(critic(agent).values.toArray(), critic(loaded).values.toArray());
    assertThrows(IOException.class, () -> RlpdAgent.load(file, PLAIN));
  }

  @Test
  void shouldAcceptADiscreteSliceOnlyBehindContinuousOnes() {
    assertEquals("gripper", SPACES.gripper().orElseThrow().name());
    assertEquals(3, SPACES.continuousActions());
    assertEquals(3, PLAIN.continuousActions());
    VectorLayout first =
        VectorLayout.builder().addDiscrete("gripper").add("xyz", 3, "1", 1).build();
    VectorLayout wide =
        VectorLayout.builder().add("xyz", 3, "1", 1).add("gripper", 2, "discrete", 1).build();
    VectorLayout alone = VectorLayout.builder().addDiscrete("gripper").build();
    for (VectorLayout bad : List.of(first, wide, alone)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Spaces(PLAIN.state(), PLAIN.cameras(), 128, bad));
    }
  }
}
