package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.rlpd.RlpdConfig;

class PendulumYardstickTest {
  private static final RlpdConfig TINY =
      Hyperparameters.with(
          Map.of("proprio", "0", "batch", "8", "hidden", "16", "criticUpdatesPerStep", "1"));

  private final StringWriter said = new StringWriter();

  private List<PendulumYardstick.Result> run() {
    Progress progress = new Progress(new PrintWriter(said), false);
    return new PendulumYardstick(TINY, 300, 150, 2, Path.of("."), progress).run(5, 2);
  }

  @Test
  void shouldSayARowForEachSeedAndRepeatItself() {
    List<PendulumYardstick.Result> once = run();
    List<PendulumYardstick.Result> again = run();
    assertEquals(2, once.size());
    for (int i = 0; i < 2; i++) {
      PendulumYardstick.Result result = once.get(i);
      assertEquals(5 + i, result.seed());
      assertEquals(300, result.envSteps());
      // 300 steps, of which the first 200 and the barrier's one come before the first update
      assertTrue(result.criticUpdates() >= 99 && result.criticUpdates() <= 100);
      assertEquals(result.meanReturn(), again.get(i).meanReturn());
      assertTrue(result.worstReturn() <= result.meanReturn());
      // nobody swings it up after 100 updates of 8 rows
      assertFalse(result.solved(), "mean return " + result.meanReturn());
    }
    assertTrue(said.toString().contains("| pendulum | 6 | 300 | "), said.toString());
    assertTrue(said.toString().contains("mean return over -200: 0 of 2 seeds"), said.toString());
  }
}
