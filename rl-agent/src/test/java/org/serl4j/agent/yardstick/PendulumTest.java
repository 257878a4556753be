package org.serl4j.agent.yardstick;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;

class PendulumTest {
  /** Gymnasium computes in double and gives single precision; its torques are single too. */
  private static final double TOLERANCE = 2e-5;

  private static List<String> golden() throws IOException {
    try (InputStream in = PendulumTest.class.getResourceAsStream("pendulum-gymnasium.csv")) {
      byte[] bytes = Objects.requireNonNull(in, "the golden file").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().skip(2).toList();
    }
  }

  @Test
  void shouldMoveAsGymnasiumsDoes() throws IOException {
    Pendulum pendulum = new Pendulum();
    int compared = 0;
    for (String line : golden()) {
      String[] field = line.split(",", -1);
      double[] x = new double[5];
      for (int i = 0; i < 5; i++) {
        x[i] = Double.parseDouble(field[2 + i]);
      }
      if (field[1].equals("0")) {
        // the first field is the start angle here
        pendulum.begin(x[0], x[3]);
        continue;
      }
      Step step = pendulum.step(new float[] {(float) (x[0] / Pendulum.MAX_TORQUE)});
      float[] state = step.observation().state();
      assertEquals(x[1], state[0], TOLERANCE, line);
      assertEquals(x[2], state[1], TOLERANCE, line);
      assertEquals(x[3], state[2], TOLERANCE, line);
      assertEquals(x[4], step.reward(), TOLERANCE * Math.max(1, Math.abs(x[4])), line);
      assertFalse(step.terminated());
      assertEquals(Boolean.parseBoolean(field[7]), step.truncated(), line);
      compared++;
    }
    // 3 pieces of 25 steps and a whole episode
    assertEquals(275, compared);
  }

  @Test
  void shouldBeginEverywhereAndRepeatForTheSameSeed() {
    Pendulum pendulum = new Pendulum();
    double lowest = 1;
    double highest = -1;
    double fastest = 0;
    for (int seed = 0; seed < 200; seed++) {
      Observation first = pendulum.reset(seed);
      assertArrayEquals(first.state(), new Pendulum().reset(seed).state());
      lowest = Math.min(lowest, first.state()[0]);
      highest = Math.max(highest, first.state()[0]);
      fastest = Math.max(fastest, Math.abs(first.state()[2]));
    }
    assertTrue(lowest < -0.99 && highest > 0.99, lowest + " to " + highest);
    assertTrue(fastest > 0.95 && fastest <= 1, "fastest start " + fastest);
  }

  @Test
  void shouldRefuseAStepOutsideAnEpisodeAndAnActionThatIsNoNumber() {
    Pendulum pendulum = new Pendulum();
    assertThrows(IllegalStateException.class, () -> pendulum.step(new float[1]));
    pendulum.reset(1);
    assertThrows(IllegalArgumentException.class, () -> pendulum.step(new float[] {Float.NaN}));
    for (int i = 0; i < Pendulum.STEPS; i++) {
      pendulum.step(new float[] {5});
    }
    assertThrows(IllegalStateException.class, () -> pendulum.step(new float[1]));
  }
}
