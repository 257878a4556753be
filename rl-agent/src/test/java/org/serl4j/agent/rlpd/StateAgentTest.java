package org.serl4j.agent.rlpd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;

/** SAC from state: no layer in front of the state, split batches, warm-up. */
class StateAgentTest {
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t194"), 1, 4);
  private static final Spaces SPACES = RlpdFixture.spaces(0, 5, 3);
  private static final RlpdConfig CONFIG =
      RlpdFixture.with(RlpdFixture.config(8, 32, 8, ENCODER), "{\"proprio\": 0, \"dropout\": 0}");

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  @Test
  void shouldHaveNothingButCriticsWhereTheStateIsHandedOnAsItIs() {
    RlpdAgent agent = new RlpdAgent(CONFIG, SPACES, 3);
    // 4 critics: two hidden layers with bias, gain and shift, and a head
    int critic = (5 + 3 + 3) * 32 + (32 + 3) * 32 + 32 + 1;
    assertEquals(4 * critic, agent.values.length());
    assertEquals(0, agent.policyParameters().encoder().length);
    Batch batch = RlpdFixture.batch(SPACES, CONFIG, 4);
    double loss = lossOfGraph(agent, batch);
    assertEquals(loss, agent.criticLoss(batch), 1e-5 * loss);
  }

  /** The same loss by DL4J from states divided by their scale. */
  private static double lossOfGraph(RlpdAgent agent, Batch batch) {
    agent.computeTargets(batch, new SplittableRandom(5));
    float[] states = batch.states().clone();
    for (int i = 0; i < states.length; i++) {
      states[i] /= 2; // the fixture's scale
    }
    INDArray[] inputs = {
      Nd4j.create(states, new long[] {8, 5}, 'c'),
      Nd4j.create(batch.actions().clone(), new long[] {8, 3}, 'c')
    };
    INDArray values = agent.networks.valueGraph.output(false, inputs)[0];
    double sum = 0;
    for (int row = 0; row < 8; row++) {
      for (int i = 0; i < 4; i++) {
        sum += Math.pow(values.getFloat(row, i) - agent.target(row), 2);
      }
    }
    return sum / (8 * 4);
  }

  @Test
  void shouldHaveTheGradientsOfFiniteDifferences() {
    RlpdAgent agent = new RlpdAgent(CONFIG, SPACES, 3);
    Shapes shapes = Shapes.of(CONFIG, SPACES);
    Batch batch = RlpdFixture.batch(SPACES, CONFIG, 4);
    agent.computeTargets(batch, new SplittableRandom(5));
    agent.criticGradients(batch);
    GradientTest.check(
        shapes.valueLayout(), agent.values, agent.valueGradients, () -> agent.criticLoss(batch));
    agent.actorGradients(batch, new SplittableRandom(6));
    GradientTest.check(
        shapes.policyLayout(),
        agent.policyValues,
        agent.policyGradients,
        () -> agent.actorLoss(batch, new SplittableRandom(6)));
  }

  @Test
  void shouldKeepImagesBesideAStateThatIsHandedOn() {
    Spaces spaces = RlpdFixture.spaces(1, 5, 3);
    RlpdAgent agent = new RlpdAgent(CONFIG, spaces, 3);
    Batch batch = RlpdFixture.batch(spaces, CONFIG, 4);
    agent.computeTargets(batch, new SplittableRandom(5));
    agent.criticGradients(batch);
    GradientTest.check(
        Shapes.of(CONFIG, spaces).valueLayout(),
        agent.values,
        agent.valueGradients,
        () -> agent.criticLoss(batch));
  }

  @Test
  void shouldGiveEachCriticUpdateItsPartAndThePolicyTheWholeBatch() {
    RlpdConfig split =
        RlpdFixture.with(CONFIG, "{\"splitBatch\": true, \"criticUpdatesPerStep\": 3}");
    ReplayBuffer replay = RlpdFixture.replay(SPACES, ENCODER, 60, 4);
    Batch whole = new Batch(SPACES, ENCODER, split.rowsPerSample());
    assertEquals(24, whole.rows());
    replay.sample(new SplittableRandom(1), whole, 0, 24);
    RlpdAgent agent = new RlpdAgent(split, SPACES, 7);
    UpdateReport report = agent.updateSplit(whole);

    RlpdAgent byHand = new RlpdAgent(CONFIG, SPACES, 7);
    Batch part = new Batch(SPACES, ENCODER, 8);
    for (int from = 0; from < 24; from += 8) {
      part.take(whole, from);
      byHand.updateCritics(part);
    }
    assertEquals(3, report.update());
    assertArrayEquals(byHand.values.toArray(), agent.values.toArray());
    assertArrayEquals(byHand.targets.toArray(), agent.targets.toArray());
    assertFalse(Arrays.equals(byHand.policyValues.toArray(), agent.policyValues.toArray()));

    // the last 8 rows alone decide nothing: other first rows, another policy
    Batch other = new Batch(SPACES, ENCODER, 24);
    replay.sample(new SplittableRandom(1), other, 0, 24);
    other.rewards()[0] += 5;
    other.states()[0] += 5;
    RlpdAgent otherAgent = new RlpdAgent(split, SPACES, 7);
    otherAgent.updateSplit(other);
    assertFalse(Arrays.equals(otherAgent.policyValues.toArray(), agent.policyValues.toArray()));
    assertThrows(IllegalArgumentException.class, () -> agent.updateSplit(part));
  }

  @Test
  void shouldRaiseTheLearningRatesLinearly() {
    RlpdConfig warm = RlpdFixture.with(CONFIG, "{\"warmUp\": 4}");
    Batch batch = RlpdFixture.batch(SPACES, CONFIG, 4);
    // the first step of Adam moves every parameter by the rate, whatever the gradient
    assertEquals(0.25, firstMove(warm, batch, true) / firstMove(CONFIG, batch, true), 0.01);
    assertEquals(0.25, firstMove(warm, batch, false) / firstMove(CONFIG, batch, false), 0.01);
  }

  /** Largest change of a parameter by the first update. */
  private static double firstMove(RlpdConfig config, Batch batch, boolean critics) {
    RlpdAgent agent = new RlpdAgent(config, SPACES, 7);
    float[] before = (critics ? agent.values : agent.policyValues).toArray();
    agent.update(batch);
    float[] after = (critics ? agent.values : agent.policyValues).toArray();
    double largest = 0;
    for (int i = 0; i < before.length; i++) {
      largest = Math.max(largest, Math.abs(after[i] - before[i]));
    }
    return largest;
  }
}
