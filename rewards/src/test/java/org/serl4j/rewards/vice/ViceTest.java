package org.serl4j.rewards.vice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.rewards.classifier.RewardDataException;

class ViceTest {
  private static final int ROWS = 2048;
  private static final int WARM_UP = 20;

  /** Bytes of an update and a judgement; a float a row is as much. */
  private static final long LIMIT = 8192;

  @TempDir private Path folder = Path.of("");

  private final Line line = new Line(1);

  private static void learn(Vice vice, ReplayBuffer replay, int from, int to) {
    for (int step = from; step < to; step++) {
      vice.learn(step, replay);
    }
  }

  @Test
  void shouldTellGoalsFromWhatThePolicySees() {
    Vice vice = line.vice(line.goals());
    assertTrue(Double.isNaN(vice.report().goalProbability()));
    learn(vice, line.replay(0, 0.5, 300), 0, 200);
    assertEquals(0, line.rewarded(vice, 0, 0.5), "away from the goal");
    assertEquals(1, vice.report().updates() / 200);
    assertEquals(1, line.rewarded(vice, 0.98, 1), "at the goal");
    ViceReport report = vice.report();
    assertEquals(1, report.rewarded());
    assertTrue(report.goalProbability() > 0.7, report.toString());
    assertTrue(report.replayProbability() < 0.3, report.toString());
    assertTrue(report.loss() < 0.69, report.toString());
    assertTrue(report.penalty() >= 0 && report.penalty() < 10, report.toString());
  }

  /** What was as good as a goal is not any more once the policy is there. */
  @Test
  void shouldRewardLessWhereThePolicyComesToBe() {
    Vice vice = line.vice(line.goals());
    ReplayBuffer replay = line.replay(0, 0.3, 300);
    learn(vice, replay, 0, 150);
    double early = line.rewarded(vice, 0.75, 0.85);
    assertTrue(early > 0.9, "a policy that is far away is rewarded for coming near: " + early);
    line.addSteps(replay, 0.7, 0.9, 600);
    learn(vice, replay, 150, 650);
    double late = line.rewarded(vice, 0.75, 0.85);
    assertTrue(late < 0.1, "and not for staying there: " + late);
    assertTrue(line.rewarded(vice, 0.98, 1) > 0.9, () -> "the goal itself still is");
  }

  @Test
  void shouldGoOnBitForBitWhereItWasSaved() throws IOException {
    GoalImages goals = line.goals();
    Path file = folder.resolve("goals.bin");
    goals.save(file);
    ReplayBuffer replay = line.replay(0, 0.5, 100);
    Vice whole = line.vice(goals);
    learn(whole, replay, 0, 13);
    line.rewarded(whole, 0.4, 1);
    whole.save(folder.resolve("early"));

    Vice resumed = line.vice(GoalImages.load(file, Line.ENCODER, 1));
    resumed.load(folder.resolve("early"));
    assertEquals(whole.report(), resumed.report());
    learn(whole, replay, 13, 25);
    learn(resumed, replay, 13, 25);
    whole.save(folder.resolve("whole"));
    resumed.save(folder.resolve("resumed"));
    byte[] expected = Files.readAllBytes(folder.resolve("whole"));
    assertArrayEquals(expected, Files.readAllBytes(folder.resolve("resumed")));
    assertFalse(Arrays.equals(expected, Files.readAllBytes(folder.resolve("early"))));

    Vice other = new Vice(Line.CONFIG, goals, Line.SPACES, 8, 6, Lanes.single());
    assertTrue(
        String.valueOf(
                assertThrows(IOException.class, () -> other.load(folder.resolve("early")))
                    .getMessage())
            .endsWith("was written with another seed"));
  }

  @Test
  void shouldUpdateAsOftenAsItIsAskedTo() {
    ReplayBuffer replay = line.replay(0, 0.5, 20);
    for (double often : new double[] {0.25, 1, 2.5}) {
      ViceConfig config = Line.CONFIG.updating(often);
      Vice vice = new Vice(config, line.goals(), Line.SPACES, 8, 5, Lanes.single());
      learn(vice, replay, 0, 8);
      assertEquals(Math.round(8 * often), vice.report().updates());
    }
  }

  @Test
  void shouldRefuseWhatItCannotLearnFrom() {
    GoalImages none = new GoalImages(Line.ENCODER, 1);
    none.add(line.at(1), false);
    RewardDataException refused = assertThrows(RewardDataException.class, () -> line.vice(none));
    assertEquals(
        "vice: 1 goal images to learn from, 0 held back, of 1 cameras: at least one of each",
        refused.getMessage());
    Vice vice = line.vice(line.goals());
    Batch several = new Batch(Line.SPACES, Line.ENCODER, 4, 3, 0.97);
    line.replay(0, 1, 20).sample(new SplittableRandom(1), several, 0, 4);
    assertThrows(IllegalStateException.class, () -> vice.judge(several));
    assertThrows(IllegalArgumentException.class, () -> Line.CONFIG.updating(0));
  }

  /** Small objects only: addresses for products, random streams, reports. */
  @Test
  void shouldAllocateNoArrayInASteadyUpdate() {
    ViceConfig config = new ViceConfig(2, 8, 32, 0.1, 3e-3, ROWS, 0.2, 10, 1);
    Vice vice = new Vice(config, line.goals(), Line.SPACES, ROWS, 5, Lanes.single());
    ReplayBuffer replay = line.replay(0, 0.5, 50);
    Batch batch = new Batch(Line.SPACES, Line.ENCODER, ROWS);
    replay.sample(new SplittableRandom(1), batch, 0, ROWS);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = 0;
    int updates = 10;
    for (int step = -WARM_UP; step < updates; step++) {
      if (step == 0) {
        before = threads.getThreadAllocatedBytes(thread);
      }
      vice.learn(WARM_UP + step, replay);
      vice.judge(batch);
    }
    long each = (threads.getThreadAllocatedBytes(thread) - before) / updates;
    assertTrue(each < LIMIT, each + " bytes an update of " + ROWS + " rows");
  }
}
