package org.serl4j.rewards.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.VectorLayout;

class SuccessRuleTest {
  private static final VectorLayout STATE =
      VectorLayout.builder().add("gripper", 1, "m", 1).add("position", 3, "m", 1).build();

  @Test
  void shouldAskForStepsInARow() {
    HoldRule hold = new HoldRule(3);
    boolean[] seen = {true, true, false, true, true, true, true};
    boolean[] held = new boolean[seen.length];
    for (int i = 0; i < seen.length; i++) {
      held[i] = hold.held(seen[i]);
    }
    assertEquals(
        List.of(false, false, false, false, false, true, true),
        List.of(held[0], held[1], held[2], held[3], held[4], held[5], held[6]));
  }

  @Test
  void shouldForgetTheEpisodeBefore() {
    HoldRule hold = new HoldRule(2);
    assertFalse(hold.held(true));
    hold.begin();
    assertFalse(hold.held(true));
    assertTrue(hold.held(true));
    assertThrows(IllegalArgumentException.class, () -> new HoldRule(0));
  }

  @Test
  void shouldReadAConditionAndHoldItAgainstTheState() {
    StateCondition deep = StateCondition.of("position[2]>=0.08");
    assertEquals(new StateCondition("position", 2, true, 0.08), deep);
    assertEquals(deep, StateCondition.of(deep.toString()));
    List<StateCondition> both = List.of(deep, StateCondition.of(" gripper <= 3e-2 "));
    assertEquals(1.5f, scored(both, 0.03f, 0.08f));
    assertEquals(Float.NEGATIVE_INFINITY, scored(both, 0.03f, 0.0799f));
    assertEquals(Float.NEGATIVE_INFINITY, scored(both, 0.0301f, 0.09f));
    assertEquals(Float.NEGATIVE_INFINITY, scored(both, 0.03f, Float.NaN));
  }

  private static float scored(List<StateCondition> conditions, float gripper, float z) {
    float[] state = {gripper, 9, 9, z};
    return SuccessRule.conditioned(1.5f, state, STATE, conditions);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"position", "position[2]=0.08", "position[2]>=", "position>=1e999", "é>=1"})
  void shouldRefuseAConditionItCannotRead(String written) {
    assertThrows(IllegalArgumentException.class, () -> StateCondition.of(written));
  }

  @Test
  void shouldRefuseAnElementThatTheStateHasNot() {
    assertThrows(
        IllegalArgumentException.class, () -> StateCondition.of("position[3]>=0").index(STATE));
    assertThrows(
        IllegalArgumentException.class, () -> StateCondition.of("force[0]>=0").index(STATE));
  }

  @Test
  void shouldNeverTakeANanForSuccess() {
    SuccessRule rule = new SuccessRule(0.5, 0.01, List.of(), 1);
    assertTrue(rule.met(0.5f));
    assertFalse(rule.met(0.49f));
    assertFalse(rule.met(Float.NaN));
  }
}
