package org.serl4j.agent.rlpd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.bc.BcConfig;
import org.serl4j.agent.bc.BehaviourCloning;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.GraspShape;
import org.serl4j.agent.replay.Batch;

/** A clone that stays, corrections of it that are bounded, a gripper that prefers what it saw. */
class ImitationTest {
  private static final Spaces SPACES = RlpdFixture.withGripper(RlpdFixture.spaces(1, 5, 3));
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t194"), 2, 4);
  private static final RlpdConfig PLAIN = RlpdFixture.config(12, 24, 20, ENCODER);
  private static final double RESIDUAL = 0.3;
  private static final PolicyParameters CLONED = cloned();

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  private static RlpdConfig correcting(double residual) {
    return RlpdFixture.imitating(PLAIN, new Imitation(50, residual, 1, 100, 0.05));
  }

  private static PolicyParameters cloned() {
    BehaviourCloning cloning = new BehaviourCloning(PLAIN, BcConfig.defaults(), SPACES, 3);
    for (int i = 0; i < 50; i++) {
      cloning.update(RlpdFixture.batch(SPACES, PLAIN, 4));
    }
    return cloning.policyParameters();
  }

  private static RlpdAgent begun(double residual) {
    RlpdAgent agent = new RlpdAgent(correcting(residual), SPACES, 9);
    agent.correct(CLONED);
    return agent;
  }

  private static void train(RlpdAgent agent, int from, int to) {
    for (int i = from; i < to; i++) {
      agent.update(RlpdFixture.batch(SPACES, PLAIN, i));
    }
  }

  private static float[] act(
      PolicyParameters parameters, long seed, @Nullable SplittableRandom rng) {
    Policy policy = new Policy(parameters.config(), SPACES);
    policy.load(parameters);
    return policy.act(RlpdFixture.observation(SPACES, ENCODER, new SplittableRandom(seed)), rng);
  }

  @Test
  void shouldActLikeTheCloneButForBoundedCorrections() {
    RlpdAgent agent = begun(RESIDUAL);
    train(agent, 0, 20);
    double farthest = 0;
    for (int seed = 0; seed < 40; seed++) {
      float[] base = act(CLONED, seed, null);
      SplittableRandom rng = seed % 2 == 0 ? null : new SplittableRandom(seed);
      float[] corrected = act(agent.policyParameters(), seed, rng);
      for (int j = 0; j < 3; j++) {
        assertTrue(Math.abs(corrected[j]) <= 1);
        farthest = Math.max(farthest, Math.abs(corrected[j] - base[j]));
      }
    }
    assertTrue(farthest <= RESIDUAL + 1e-6, "corrected by " + farthest);
    assertTrue(farthest > 0.5 * RESIDUAL, "corrected by no more than " + farthest);
  }

  /** Whatever training does: the clone is not moved. */
  @Test
  void shouldLeaveTheCloneAsItIs() {
    RlpdAgent agent = begun(0);
    float[] before = act(CLONED, 1, null);
    train(agent, 0, 20);
    float[] after = act(agent.policyParameters(), 1, null);
    assertArrayEquals(Arrays.copyOf(before, 3), Arrays.copyOf(after, 3), 1e-6f);
    assertFalse(Arrays.equals(CLONED.encoder(), agent.policyParameters().encoder()));
  }

  /** y takes the value of the corrected action, not of the correction. */
  @Test
  void shouldValueTheWholeActionInTheTargets() {
    for (double residual : new double[] {0, RESIDUAL}) {
      RlpdAgent agent = begun(residual);
      double[] before = targets(agent);
      for (int i = 0; i < agent.policyValues.length(); i++) {
        agent.policyValues.set(i, -agent.policyValues.get(i));
      }
      assertEquals(residual == 0, Arrays.equals(before, targets(agent)), "residual " + residual);
    }
  }

  private static double[] targets(RlpdAgent agent) {
    Batch batch = RlpdFixture.batch(SPACES, PLAIN, 5);
    agent.computeTargets(batch, new SplittableRandom(6));
    double[] targets = new double[batch.rows()];
    for (int row = 0; row < targets.length; row++) {
      targets[row] = agent.target(row);
    }
    return targets;
  }

  @Test
  void shouldGiveTheGradientThroughTheCorrection() {
    RlpdAgent agent = begun(RESIDUAL);
    Batch batch = RlpdFixture.batch(SPACES, PLAIN, 4);
    agent.actorGradients(batch, new SplittableRandom(8));
    GradientTest.check(
        Shapes.of(PLAIN, SPACES).policyLayout(),
        agent.policyValues,
        agent.policyGradients,
        () -> agent.actorLoss(batch, new SplittableRandom(8)));
  }

  @Test
  void shouldClipTheWholeActionAndSendNoGradientBeyond() {
    Imitation imitation = new Imitation(1, 0.5, 0, 1, 0);
    float[] base = {0.2f, 0.9f, -0.9f};
    float[] corrections = {-1, 1, 0.5f};
    float[] actions = new float[3];
    imitation.compose(base, corrections, 3, actions);
    assertArrayEquals(new float[] {-0.3f, 1, -0.65f}, actions, 1e-6f);
    float[] gradients = {2, 2, 2};
    imitation.decompose(base, corrections, 3, gradients);
    assertArrayEquals(new float[] {1, 0, 1}, gradients, 1e-6f);
  }

  /** The gripper's values have the order of the cloned logits, at the size of rewards. */
  @Test
  void shouldKeepTheOrderOfTheClonedChoices() {
    PolicyParameters begun = begun(0).policyParameters();
    for (int seed = 0; seed < 20; seed++) {
      assertEquals(act(CLONED, seed, null)[3], act(begun, seed, null)[3]);
    }
    assertFalse(Arrays.equals(CLONED.grasp(), begun.grasp()));
  }

  @Test
  void shouldGoOnBitForBitAfterSaveAndLoad(@TempDir Path folder) throws IOException {
    RlpdAgent whole = begun(RESIDUAL);
    train(whole, 0, 5);
    Path file = folder.resolve("agent.bin");
    whole.save(file);
    RlpdAgent resumed = RlpdAgent.load(file, SPACES);
    train(whole, 5, 15);
    train(resumed, 5, 15);
    assertArrayEquals(whole.values.toArray(), resumed.values.toArray());
    assertArrayEquals(whole.policyValues.toArray(), resumed.policyValues.toArray());
    assertArrayEquals(
        act(whole.policyParameters(), 1, null), act(resumed.policyParameters(), 1, null));
  }

  @Test
  void shouldWeighLessAndLess() {
    Imitation imitation = new Imitation(1, 0.3, 3, 100, 0.05);
    assertEquals(3, imitation.gripperWeight(0), 1e-12);
    assertEquals(1.5, imitation.gripperWeight(100), 1e-12);
    assertEquals(0.75, imitation.gripperWeight(200), 1e-12);
    assertEquals(0, Imitation.none().gripperWeight(0), "nothing was cloned");
  }

  /** Q + margin where it is not the demonstrated choice: only what comes above it is a rival. */
  @Test
  void shouldFindTheChoiceThatComesTooNearToTheDemonstratedOne() {
    float[] values = {9, 9, 9, 0.5f, 0.46f, 0.3f};
    int taken = GraspShape.CHOICES;
    assertEquals(taken + 1, GraspCritic.rival(values, 1, taken, 0.05));
    assertEquals(taken, GraspCritic.rival(values, 1, taken, 0.03));
    assertEquals(taken, GraspCritic.rival(values, 1, taken + 2, 0.05));
  }

  @Test
  void shouldRefuseNumbersThatMakeNoSense() {
    assertEquals(
        "agent: imitation.gripperHalfLife = 0, from 1 to 1000000000",
        assertThrows(IllegalArgumentException.class, () -> new Imitation(0, 0.3, 1, 0, 0.05))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Imitation(-1, 0.3, 1, 1, 0.05));
    assertThrows(IllegalArgumentException.class, () -> new Imitation(0, -0.1, 1, 1, 0.05));
  }
}
