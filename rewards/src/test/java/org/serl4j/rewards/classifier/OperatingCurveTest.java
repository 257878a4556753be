package org.serl4j.rewards.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.serl4j.agent.Proportion;

class OperatingCurveTest {
  private static final float[] SCORES = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0};

  /** Successes at 9, 8, 6 and 3; six failures at 7, 5, 4, 2, 1 and 0. */
  private static final boolean[] LABELS = {
    true, true, false, true, false, false, true, false, false, false
  };

  private final OperatingCurve curve = new OperatingCurve(SCORES, LABELS);

  @Test
  void shouldChooseTheLowestThresholdThatTheRateAllows() {
    assertEquals(7.5, curve.threshold(0)); // between the success at 8 and the failure at 7
    assertEquals(5.5, curve.threshold(1.0 / 6)); // one failure buys the success at 6
    assertEquals(5.5, curve.threshold(2.0 / 6)); // a second one buys nothing
    assertEquals(2.5, curve.threshold(3.0 / 6)); // three buy the success at 3
    assertEquals(2.5, curve.threshold(0.99));
  }

  @Test
  void shouldCountAtAThreshold() {
    assertEquals(new Proportion(3, 4), curve.recall(5.5));
    assertEquals(new Proportion(1, 6), curve.falsePositiveRate(5.5));
    assertEquals(new Proportion(0, 4), curve.recall(10));
    assertEquals(new Proportion(6, 6), curve.falsePositiveRate(-1));
    assertEquals(new Proportion(2, 4), curve.recall(8)); // the threshold itself counts
  }

  /** Pairs in order: 6 + 6 + 5 + 3 of 24. Precisions at the successes: 1, 1, 3/4, 4/7. */
  @Test
  void shouldGiveTheAreas() {
    assertEquals(20.0 / 24, curve.area(), 1e-12);
    assertEquals((1 + 1 + 3.0 / 4 + 4.0 / 7) / 4, curve.averagePrecision(), 1e-12);
  }

  @Test
  void shouldTakeEqualScoresTogether() {
    OperatingCurve equal =
        new OperatingCurve(new float[] {1, 1, 1, 1}, new boolean[] {true, false, true, false});
    assertEquals(1, equal.points().size());
    assertEquals(0.5, equal.area(), 1e-12);
    RewardDataException refused =
        assertThrows(RewardDataException.class, () -> equal.threshold(0.1));
    assertEquals(
        "no threshold keeps the false-positive rate at 0.1: the failures score as high as the"
            + " successes; collect more episodes or allow a higher rate",
        refused.getMessage());
  }

  /** What a condition rules out scores negative infinity and never passes. */
  @Test
  void shouldNeverPutTheThresholdBelowWhatAConditionRulesOut() {
    float out = Float.NEGATIVE_INFINITY;
    OperatingCurve ruled =
        new OperatingCurve(
            new float[] {out, 3, out, out}, new boolean[] {true, true, false, false});
    assertEquals(3, ruled.threshold(0.99));
    assertEquals(new Proportion(1, 2), ruled.recall(ruled.threshold(0.99)));
  }

  @Test
  void shouldRefuseOneClass() {
    assertThrows(
        RewardDataException.class,
        () -> new OperatingCurve(new float[] {1, 2}, new boolean[] {true, true}));
    assertThrows(RewardDataException.class, () -> new OperatingCurve(new float[0], new boolean[0]));
  }
}
