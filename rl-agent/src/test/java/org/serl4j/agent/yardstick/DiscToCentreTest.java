package org.serl4j.agent.yardstick;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;

class DiscToCentreTest {
  private static final int SIZE = 128;

  /** Mean place of the blue pixels, from the middle of the picture [px]. */
  private static double[] seen(Observation observation) {
    byte[] image = observation.images().get(0);
    double x = 0;
    double y = 0;
    int count = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
      if ((image[3 * i + 2] & 0xff) == 200 && (image[3 * i] & 0xff) == 20) {
        x += i % SIZE - SIZE / 2.0;
        y += (double) (i / SIZE) - SIZE / 2.0;
        count++;
      }
    }
    return new double[] {x / count, y / count};
  }

  @Test
  void shouldBeSolvedByWhoeverReadsThePicture() {
    DiscToCentre task = new DiscToCentre();
    for (int seed = 0; seed < 20; seed++) {
      Observation observation = task.reset(seed);
      double total = 0;
      double[] start = seen(observation);
      Step step;
      do {
        double[] place = seen(observation);
        // 44 px a unit, 0.4 units an action
        float[] action = {(float) (-place[0] / 44 / 0.4), (float) (-place[1] / 44 / 0.4)};
        step = task.step(action);
        observation = step.observation();
        total += step.reward();
      } while (!step.done());
      assertTrue(step.success() && step.terminated() && !step.truncated());
      // the distance that was covered, and 1
      double end = Math.hypot(seen(observation)[0], seen(observation)[1]);
      assertEquals(1 + (Math.hypot(start[0], start[1]) - end) / 44, total, 0.03);
    }
  }

  @Test
  void shouldTruncateWhoeverDoesNothingAndRepeatForTheSameSeed() {
    DiscToCentre task = new DiscToCentre();
    Observation first = task.reset(3);
    assertArrayEquals(
        first.images().get(0), new DiscToCentre().reset(3).images().get(0), "same seed");
    Step step = task.step(new float[2]);
    for (int i = 1; i < task.maxEpisodeSteps(); i++) {
      assertFalse(step.done());
      step = task.step(new float[2]);
    }
    assertTrue(step.truncated() && !step.success());
    assertEquals(0, step.reward());
    assertThrows(IllegalStateException.class, () -> task.step(new float[2]));
  }
}
