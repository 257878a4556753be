package org.serl4j.agent.intervention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;

class InterventionTest {
  private static final Observation SEEN = new Observation(new float[2], List.of());
  private static final Spaces ONE = spaces(1);
  private static final float ROUNDING = 1e-6f;

  private static Spaces spaces(int actions) {
    return new Spaces(
        VectorLayout.builder().add("x", 2, "m", 1).build(),
        List.of(),
        128,
        VectorLayout.builder().add("dx", actions, "1", 1).build());
  }

  /** Holds on in the steps marked H, with an action of 1. */
  private static Operator scripted(String marks) {
    int[] step = {0};
    return (seen, wanted) ->
        marks.charAt(step[0]++) == 'H' ? Optional.of(new float[] {1}) : Optional.empty();
  }

  private static float[] executed(String marks, int rampSteps) {
    Intervention intervention = new Intervention(scripted(marks), ONE, rampSteps);
    intervention.begin(SEEN, 0);
    float[] executed = new float[marks.length()];
    for (int t = 0; t < executed.length; t++) {
      Intervention.Chosen chosen = intervention.choose(SEEN, new float[] {-1});
      executed[t] = chosen.action()[0];
      assertEquals(marks.charAt(t) == 'H' ? ActedBy.HUMAN : ActedBy.POLICY, chosen.actedBy());
    }
    return executed;
  }

  @Test
  void shouldRampBothWays() {
    assertArrayEquals(
        new float[] {-1, -0.5f, 0, 0.5f, 1, 1, 0.5f, 0, -0.5f, -1, -1},
        executed("PHHHHHPPPPP", 4),
        ROUNDING);
  }

  @Test
  void shouldTurnRoundInTheMiddleOfARamp() {
    assertArrayEquals(
        new float[] {-0.5f, 0, -0.5f, 0, 0.5f, 0, -0.5f, -1}, executed("HHPHHPPP", 4), ROUNDING);
  }

  @Test
  void shouldHandOverAtOnceWithOneStep() {
    assertArrayEquals(new float[] {-1, 1, 1, -1}, executed("PHHP", 1), 0);
  }

  /** The bound of the class comment, over random policies, operators and moments. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10, 100})
  void shouldNeverJumpFartherThanPolicyOrOperatorAndTheRamp(int rampSteps) {
    SplittableRandom random = new SplittableRandom(rampSteps);
    float[][] human = new float[1][];
    boolean[] engaged = new boolean[1];
    Intervention intervention =
        new Intervention(
            (seen, wanted) -> engaged[0] ? Optional.of(human[0]) : Optional.empty(),
            spaces(2),
            rampSteps);
    intervention.begin(SEEN, 0);
    float[] policy = random(random);
    human[0] = random(random);
    float[] before = intervention.choose(SEEN, policy).action();
    float[] heldBefore = human[0];
    for (int t = 0; t < 20_000; t++) {
      float[] policyBefore = policy;
      policy = random.nextInt(3) == 0 ? random(random) : policy;
      human[0] = random.nextInt(3) == 0 ? random(random) : human[0];
      engaged[0] ^= random.nextInt(4) == 0;
      float[] action = intervention.choose(SEEN, policy).action();
      float[] held = engaged[0] ? human[0] : heldBefore;
      for (int i = 0; i < action.length; i++) {
        float own =
            Math.max(Math.abs(policy[i] - policyBefore[i]), Math.abs(held[i] - heldBefore[i]));
        float jump = Math.abs(action[i] - before[i]);
        assertTrue(jump <= own + 2f / rampSteps + ROUNDING, "step " + t + " jumps by " + jump);
        assertTrue(Math.abs(action[i]) <= 1);
      }
      before = action;
      heldBefore = held;
    }
  }

  private static float[] random(SplittableRandom random) {
    return new float[] {(float) random.nextDouble(-1, 1), (float) random.nextDouble(-1, 1)};
  }

  @Test
  void shouldBeginEveryEpisodeWithThePolicy() {
    Intervention intervention = new Intervention(scripted("HHHP"), ONE, 3);
    intervention.begin(SEEN, 0);
    for (int t = 0; t < 3; t++) {
      intervention.choose(SEEN, new float[] {-1});
    }
    intervention.begin(SEEN, 1);
    assertArrayEquals(
        new float[] {-1}, intervention.choose(SEEN, new float[] {-1}).action(), "nothing fades");
  }

  @Test
  void shouldNotBlendADiscreteGripper() {
    Spaces gripping =
        new Spaces(
            ONE.state(),
            List.of(),
            128,
            VectorLayout.builder().add("dx", 1, "1", 1).addDiscrete("gripper").build());
    float[] close = {1, -1};
    boolean[] engaged = {true};
    Intervention intervention =
        new Intervention(
            (seen, wanted) -> engaged[0] ? Optional.of(close) : Optional.empty(), gripping, 4);
    intervention.begin(SEEN, 0);
    float[] policy = {-1, 1};
    assertArrayEquals(
        new float[] {-0.5f, -1}, intervention.choose(SEEN, policy).action(), ROUNDING);
    assertArrayEquals(new float[] {0, -1}, intervention.choose(SEEN, policy).action(), ROUNDING);
    engaged[0] = false;
    assertArrayEquals(new float[] {-0.5f, 1}, intervention.choose(SEEN, policy).action(), ROUNDING);
  }

  @Test
  void shouldNotKeepTheOperatorsArray() {
    float[] mine = {1};
    Intervention intervention = new Intervention((seen, wanted) -> Optional.of(mine), ONE, 1);
    intervention.begin(SEEN, 0);
    float[] action = intervention.choose(SEEN, new float[] {0}).action();
    mine[0] = 0.25f;
    assertEquals(1, action[0]);
  }

  @Test
  void shouldRefuseCorrectionsThatAreNoActions() {
    List<float[]> wrong = new ArrayList<>();
    wrong.add(new float[] {1.01f});
    wrong.add(new float[] {Float.NaN});
    wrong.add(new float[] {0, 0});
    for (float[] correction : wrong) {
      Intervention intervention =
          new Intervention((seen, wanted) -> Optional.of(correction), ONE, 3);
      intervention.begin(SEEN, 0);
      assertThrows(
          IllegalArgumentException.class, () -> intervention.choose(SEEN, new float[] {0}));
    }
    assertThrows(IllegalArgumentException.class, () -> new Intervention(Operator.NONE, ONE, 0));
    assertThrows(IllegalArgumentException.class, () -> new Intervention(Operator.NONE, ONE, 101));
  }
}
