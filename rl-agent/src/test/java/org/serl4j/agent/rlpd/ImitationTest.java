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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.bc.BcConfig;
import org.serl4j.agent.bc.BehaviourCloning;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.GraspShape;
import org.serl4j.agent.replay.Batch;

/** A clone that leads, a policy that is held near it, and a gripper that prefers what it saw. */
class ImitationTest {
  private static final Spaces SPACES = RlpdFixture.withGripper(RlpdFixture.spaces(1, 5, 3));
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t194"), 2, 4);
  private static final RlpdConfig PLAIN = RlpdFixture.config(12, 24, 20, ENCODER);
  private static final int LEAD = 8;

  /** Held for as long as a test takes. */
  private static final RlpdConfig HELD = held(100);

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  private static RlpdConfig held(double weight) {
    return RlpdFixture.imitating(PLAIN, new Imitation(50, 0.15, LEAD, weight, 1000, 0.05));
  }

  private static PolicyParameters cloned(int updates) {
    BehaviourCloning cloning =
        new BehaviourCloning(PLAIN, new BcConfig(updates, 0.15, true), SPACES, 3);
    for (int i = 0; i < updates; i++) {
      cloning.update(RlpdFixture.batch(SPACES, PLAIN, 4));
    }
    return cloning.policyParameters();
  }

  private static RlpdAgent begun(RlpdConfig config) {
    RlpdAgent agent = new RlpdAgent(config, SPACES, 9);
    agent.beginCloned(cloned(50));
    return agent;
  }

  private static void train(RlpdAgent agent, int from, int to) {
    for (int i = from; i < to; i++) {
      agent.update(RlpdFixture.batch(SPACES, PLAIN, i));
    }
  }

  private static float[] act(PolicyParameters parameters) {
    EncodedObservation seen = RlpdFixture.observation(SPACES, ENCODER, new SplittableRandom(1));
    Policy policy = new Policy(PLAIN, SPACES);
    policy.load(parameters);
    return policy.act(seen, null);
  }

  @Test
  void shouldLetTheCloneActUntilTheLeadIsOver() {
    RlpdAgent agent = begun(HELD);
    float[] clone = act(cloned(50));
    assertArrayEquals(clone, act(agent.policyParameters()), "before the first update");
    train(agent, 0, LEAD - 1);
    assertArrayEquals(clone, act(agent.policyParameters()), "with the last update to come");
    train(agent, LEAD - 1, LEAD);
    assertArrayEquals(agent.policyValues.toArray(), agent.policyParameters().policy());
    assertFalse(Arrays.equals(cloned(50).policy(), agent.policyParameters().policy()));
    assertEquals(LEAD, agent.policyParameters().version());
  }

  /** The gripper's values have the order of the cloned logits, at the size of rewards. */
  @Test
  void shouldKeepTheOrderOfTheClonedChoices() {
    RlpdAgent agent = begun(held(0));
    PolicyParameters shrunk =
        new PolicyParameters(
            0,
            PLAIN,
            agent.networks.encoderParameters(),
            agent.policyValues.toArray(),
            GraspCriticTest.critic(agent).values.toArray());
    assertArrayEquals(act(cloned(50)), act(shrunk));
    assertFalse(Arrays.equals(cloned(50).grasp(), shrunk.grasp()));
  }

  /** With a large weight the policy stays where the clone was, with none it leaves. */
  @Test
  void shouldHoldThePolicyNearTheCloneWhereNobodyDemonstrated() {
    assertTrue(distanceAfterTraining(100) < 0.5 * distanceAfterTraining(0));
  }

  /** Root of the mean square of tanh(mean) - clone over the policy's own rows. */
  private static double distanceAfterTraining(double weight) {
    RlpdAgent agent = begun(held(weight));
    Batch batch = RlpdFixture.batch(SPACES, PLAIN, 77);
    for (int i = 0; i < 200; i++) {
      agent.update(batch);
    }
    Clone before = cloneOf(cloned(50));
    Clone after = cloneOf(agent.policyParameters());
    float[] wanted = new float[batch.rows() * 3];
    float[] found = new float[batch.rows() * 3];
    before.act(batch, wanted);
    after.act(batch, found);
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      for (int i = row * 3; i < (row + 1) * 3 && !batch.demonstrated(row); i++) {
        sum += (found[i] - wanted[i]) * (found[i] - wanted[i]);
      }
    }
    return Math.sqrt(sum / batch.rows());
  }

  private static Clone cloneOf(PolicyParameters parameters) {
    Shapes shapes = Shapes.of(PLAIN, SPACES);
    Clone clone =
        new Clone(
            shapes,
            Shapes.stateFactors(SPACES),
            new FeatureDecoder(shapes.encoder(), PLAIN.batch()),
            PLAIN.batch());
    clone.become(parameters);
    return clone;
  }

  @Test
  void shouldGoOnBitForBitAfterSaveAndLoad(@TempDir Path folder) throws IOException {
    for (int at : new int[] {LEAD / 2, 2 * LEAD}) {
      RlpdAgent whole = begun(HELD);
      train(whole, 0, at);
      Path file = folder.resolve("agent.bin");
      whole.save(file);
      RlpdAgent resumed = RlpdAgent.load(file, SPACES);
      assertArrayEquals(act(whole.policyParameters()), act(resumed.policyParameters()));
      train(whole, at, at + 10);
      train(resumed, at, at + 10);
      assertArrayEquals(whole.values.toArray(), resumed.values.toArray());
      assertArrayEquals(whole.policyValues.toArray(), resumed.policyValues.toArray());
    }
  }

  @Test
  void shouldWeighLessAndLess() {
    Imitation imitation = new Imitation(0, 0.15, 0, 3, 100, 0.05);
    assertEquals(3, imitation.weight(0), 1e-12);
    assertEquals(1.5, imitation.weight(100), 1e-12);
    assertEquals(0.75, imitation.weight(200), 1e-12);
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
        "agent: imitation.halfLife = 0, from 1 to 1000000000",
        assertThrows(IllegalArgumentException.class, () -> new Imitation(0, 0.15, 0, 1, 0, 0.05))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Imitation(0, 0, 0, 1, 1, 0.05));
    assertThrows(IllegalArgumentException.class, () -> new Imitation(0, 0.1, 0, -1, 1, 0.05));
  }
}
