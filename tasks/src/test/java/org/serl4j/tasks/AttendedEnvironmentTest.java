package org.serl4j.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.VectorLayout;
import org.serl4j.resets.Attendant;

class AttendedEnvironmentTest {
  private static final Observation FIRST = new Observation(new float[] {7}, List.of());

  private final List<Long> seeds = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  /** A bench whose reset fails so often. */
  private Environment failing(int times) {
    return new Environment() {
      @Override
      public String task() {
        return "bench";
      }

      @Override
      public Spaces spaces() {
        VectorLayout one = VectorLayout.builder().add("x", 1, "m", 1).build();
        return new Spaces(one, List.of(), 128, one);
      }

      @Override
      public double stepSeconds() {
        return 0.1;
      }

      @Override
      public int maxEpisodeSteps() {
        return 10;
      }

      @Override
      public double robotSeconds() {
        return 0;
      }

      @Override
      public Observation reset(long seed) {
        seeds.add(seed);
        if (seeds.size() <= times) {
          throw new ResetFailedException("the part is lost");
        }
        return FIRST;
      }

      @Override
      public Step step(float[] action) {
        throw new IllegalStateException("nobody steps here");
      }

      @Override
      public void close() {}
    };
  }

  private boolean helpTwice(String reason) {
    reasons.add(reason);
    return reasons.size() <= 2;
  }

  @Test
  void shouldAskTheAttendantAndTryTheSameEpisodeAgain() {
    AttendedEnvironment attended = new AttendedEnvironment(failing(2), this::helpTwice);
    assertEquals(FIRST, attended.reset(11));
    assertEquals(List.of(11L, 11L, 11L), seeds);
    assertEquals(List.of("the part is lost", "the part is lost"), reasons);
    assertEquals(2, attended.helped());
  }

  @Test
  void shouldFailWithTheReasonWhenTheAttendantGivesUp() {
    AttendedEnvironment attended = new AttendedEnvironment(failing(9), this::helpTwice);
    ResetFailedException failure =
        assertThrows(ResetFailedException.class, () -> attended.reset(12));
    assertEquals("the part is lost", failure.getMessage());
    assertEquals(3, seeds.size());
  }

  @Test
  void shouldFailAtOnceWhenNobodyIsThere() {
    AttendedEnvironment attended = new AttendedEnvironment(failing(1), Attendant.NOBODY);
    assertThrows(ResetFailedException.class, () -> attended.reset(13));
    assertEquals(1, seeds.size());
  }
}
