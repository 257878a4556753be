package org.serl4j.rewards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoseThresholdTest {
  // SERL's peg: 1 cm and 0.2 rad
  private final PoseThreshold threshold = PoseThreshold.even(0.01, 0.2);

  @Test
  void shouldBeReachedJustInsideEveryBound() {
    assertTrue(threshold.reached(new PoseError(0.0099, -0.0099, 0.0099, -0.199, 0.199, -0.199)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void shouldNotBeReachedWhenOneAxisIsOutsideOnEitherSide(int axis) {
    double bound = axis < 3 ? 0.01 : 0.2;
    assertFalse(threshold.reached(along(axis, bound)));
    assertFalse(threshold.reached(along(axis, -bound)));
    assertFalse(threshold.reached(along(axis, Double.NaN)));
    assertTrue(threshold.reached(along(axis, 0.99 * bound)));
    assertTrue(threshold.reached(along(axis, -0.99 * bound)));
  }

  @Test
  void shouldHoldEachAxisToItsOwnBound() {
    // SERL's PCB: 3, 3 and 1 mm
    PoseThreshold pcb = new PoseThreshold(0.003, 0.003, 0.001, 0.1);
    assertTrue(pcb.reached(new PoseError(0.0029, -0.0029, 0.0009, 0, 0, 0)));
    assertFalse(pcb.reached(along(0, 0.0031)));
    assertFalse(pcb.reached(along(1, -0.0031)));
    assertFalse(pcb.reached(along(2, 0.0011)));
  }

  private static PoseError along(int axis, double value) {
    double[] e = new double[6];
    e[axis] = value;
    return new PoseError(e[0], e[1], e[2], e[3], e[4], e[5]);
  }

  @Test
  void shouldRewardSuccessWithOneAndNothingElse() {
    assertEquals(1.0, PoseThreshold.reward(true));
    assertEquals(0.0, PoseThreshold.reward(false));
  }

  @Test
  void shouldRefuseABoundThatNothingOrEverythingMeets() {
    assertThrows(IllegalArgumentException.class, () -> new PoseThreshold(0.01, 0, 0.01, 0.2));
    assertThrows(IllegalArgumentException.class, () -> PoseThreshold.even(0.01, 4));
    assertThrows(IllegalArgumentException.class, () -> PoseThreshold.even(Double.NaN, 0.2));
  }
}
