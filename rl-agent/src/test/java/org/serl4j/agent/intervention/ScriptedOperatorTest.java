package org.serl4j.agent.intervention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.Observation;
import org.serl4j.agent.intervention.ScriptedOperator.Habits;

class ScriptedOperatorTest {
  private static final Observation SEEN = new Observation(new float[2], List.of());
  private static final float[] POLICY = {0};

  private static String marks(Habits habits, long seed, int steps) {
    return marks(new ScriptedOperator(noise -> () -> new float[] {1}, habits), seed, steps);
  }

  private static String marks(ScriptedOperator operator, long seed, int steps) {
    operator.begun(SEEN, seed);
    StringBuilder marks = new StringBuilder();
    for (int t = 0; t < steps; t++) {
      marks.append(operator.correction(SEEN, POLICY).isPresent() ? 'H' : 'P');
    }
    return marks.toString();
  }

  @Test
  void shouldDependOnTheEpisodesSeedAlone() {
    Habits habits = new Habits(0.1, 1000, 2, 5);
    ScriptedOperator operator = new ScriptedOperator(noise -> () -> new float[] {1}, habits);
    String first = marks(operator, 1, 200);
    assertNotEquals(first, marks(operator, 2, 200));
    assertEquals(first, marks(operator, 1, 200));
  }

  @Test
  void shouldTakeOverWhenTheEpisodeTakesTooLong() {
    assertEquals("PPPPPPPPHHPPHHPPHHPP", marks(new Habits(0, 8, 2, 2), 3, 20));
  }

  @Test
  void shouldTakeOverAsOftenAsItsChanceSays() {
    int steps = 20_000;
    Habits habits = new Habits(0.05, Integer.MAX_VALUE, 3, 7);
    String marks = marks(habits, 5, steps);
    long human = marks.chars().filter(c -> c == 'H').count();
    // mean stretch of the policy (1 - p) / p = 19 steps, of the operator (3 + 7) / 2 = 5 steps
    assertEquals(5.0 / 24, (double) human / steps, 0.03);
    // a correction that the chance prolongs at once is one longer run
    assertTrue(
        Pattern.compile("(?<=P)H+(?=P)")
            .matcher(marks)
            .results()
            .allMatch(run -> run.group().length() >= 3));
  }

  @Test
  void shouldRefuseHabitsThatMakeNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new Habits(1.1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Habits(Double.NaN, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Habits(0, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Habits(0, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Habits(0, 1, 3, 2));
  }
}
