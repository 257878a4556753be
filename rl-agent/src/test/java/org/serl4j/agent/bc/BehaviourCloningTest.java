package org.serl4j.agent.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.rlpd.GradientTest;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.rlpd.RlpdFixture;
import org.serl4j.agent.rlpd.Shapes;

class BehaviourCloningTest {
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t194"), 2, 4);
  private static final Spaces SPACES = RlpdFixture.withGripper(RlpdFixture.spaces(1, 5, 3));
  private static final RlpdConfig CONFIG = RlpdFixture.config(12, 24, 20, ENCODER);
  private static final BcConfig CLONING = BcConfig.defaults();

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  @Test
  void shouldGiveTheGradientOfItsLossToEncoderPolicyAndGripper() {
    BehaviourCloning cloning = new BehaviourCloning(CONFIG, CLONING, SPACES, 3);
    Batch batch = RlpdFixture.batch(SPACES, CONFIG, 4);
    cloning.gradients(batch);
    Shapes shapes = Shapes.of(CONFIG, SPACES);
    GradientTest.check(
        shapes.encoderLayout(),
        cloning.encoderValues,
        cloning.encoderGradients,
        () -> cloning.loss(batch));
    GradientTest.check(
        shapes.policyLayout(),
        cloning.policyValues,
        cloning.policyGradients,
        () -> cloning.loss(batch));
    GripperCloning gripper = Objects.requireNonNull(cloning.gripper);
    GradientTest.check(
        gripper.layout, gripper.values, gripper.gradients(), () -> cloning.loss(batch));
  }

  @Test
  void shouldComeNearerToOneBatchOfDemonstrations() {
    BehaviourCloning cloning = new BehaviourCloning(CONFIG, CLONING, SPACES, 3);
    Batch batch = RlpdFixture.batch(SPACES, CONFIG, 4);
    BcReport first = cloning.update(batch);
    BcReport last = first;
    for (int i = 0; i < 300; i++) {
      last = cloning.update(batch);
    }
    assertEquals(301, last.update());
    assertTrue(last.loss() < first.loss() - 1, first + " to " + last);
    assertTrue(last.actionError() < 0.5 * first.actionError(), first + " to " + last);
    assertEquals(1, last.gripperAccuracy(), last.toString());
  }

  @Test
  void shouldActThroughAnAgentThatTakesItsPolicyOver() {
    BehaviourCloning cloning = new BehaviourCloning(CONFIG, CLONING, SPACES, 3);
    cloning.update(RlpdFixture.batch(SPACES, CONFIG, 4));
    RlpdAgent agent = new RlpdAgent(CONFIG, SPACES, 9);
    agent.adopt(cloning.policyParameters());
    EncodedObservation seen = RlpdFixture.observation(SPACES, ENCODER, new SplittableRandom(1));
    Policy expected = new Policy(CONFIG, SPACES);
    expected.load(cloning.policyParameters());
    Policy adopted = new Policy(CONFIG, SPACES);
    adopted.load(agent.policyParameters());
    assertArrayEquals(expected.act(seen, null), adopted.act(seen, null));
    RlpdAgent other = new RlpdAgent(RlpdFixture.config(12, 32, 20, ENCODER), SPACES, 9);
    assertThrows(IllegalArgumentException.class, () -> other.adopt(cloning.policyParameters()));
  }

  @Test
  void shouldRefuseNumbersThatMakeNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new BcConfig(0, 0.05, true));
    assertEquals(
        "bc: smallestDeviation = 0.0, from 1e-5 to 1",
        assertThrows(IllegalArgumentException.class, () -> new BcConfig(1, 0, true)).getMessage());
  }
}
