package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/** A scripted operator corrects a whole training run on the peg, in lock-step. */
class CorrectedSessionTest {
  private static final Path HOME = Path.of("..");
  private static final Path CELL = HOME.resolve("hardware-config/cells/sim.yaml");
  private static final String TASK = "peg-insertion";
  private static final int ENV_STEPS = 150;
  private static final int N_STEP = 4;

  @TempDir private Path folder = Path.of("");

  /** What a run did, step by step. */
  private static final class Witness implements EpisodeListener {
    final List<ActedBy> acting = new ArrayList<>();
    final List<List<Float>> states = new ArrayList<>();
    final List<List<Float>> nextStates = new ArrayList<>();
    final List<List<Float>> actions = new ArrayList<>();
    final List<Boolean> done = new ArrayList<>();

    @Override
    public void acting(ActedBy actedBy) {
      acting.add(actedBy);
    }

    @Override
    public void stepped(Observation before, Step step) {
      states.add(list(before.state(), 0, before.state().length));
      nextStates.add(list(step.observation().state(), 0, before.state().length));
      actions.add(list(step.action(), 0, step.action().length));
      done.add(step.done());
    }

    int corrected() {
      return (int) acting.stream().filter(by -> by == ActedBy.HUMAN).count();
    }

    /** Last step that n steps from t lead to without leaving the correction or the episode. */
    int reach(int t) {
      int last = t;
      while (last < t + N_STEP - 1
          && !done.get(last)
          && last + 1 < acting.size()
          && acting.get(last + 1) == ActedBy.HUMAN) {
        last++;
      }
      return last;
    }
  }

  private static List<Float> list(float[] from, int row, int length) {
    List<Float> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      list.add(from[row * length + i]);
    }
    return list;
  }

  private Summary train(Path run, Witness witness) throws IOException {
    TrainOptions options =
        new TrainOptions(
            TASK,
            11,
            ENV_STEPS,
            Double.POSITIVE_INFINITY,
            run,
            null,
            1,
            CELL,
            false,
            false,
            0.2,
            100,
            0,
            0,
            100,
            new OperatorOptions(OperatorOptions.Who.SCRIPTED, 3),
            SmallRun.AGENT,
            null);
    return new TrainSession(options, HOME, Progress.silent(), witness).run();
  }

  @Test
  void shouldStoreCorrectionsInBothBuffersAndRepeatBitForBit() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Witness witness = new Witness();
    Witness repeated = new Witness();
    Summary summary = train(one, witness);
    train(two, repeated);
    assertEquals(witness.acting, repeated.acting);
    assertEquals(witness.states, repeated.states);
    assertEquals(witness.actions, repeated.actions);
    assertArrayEquals(
        Files.readAllBytes(RunDirectory.open(one).agentFile()),
        Files.readAllBytes(RunDirectory.open(two).agentFile()));

    int corrected = witness.corrected();
    assertTrue(corrected > ENV_STEPS / 10 && corrected < ENV_STEPS, corrected + " corrected");
    assertEquals(corrected, summary.corrections().steps());
    assertTrue(summary.corrections().count() > 1);
    assertTrue(summary.corrections().shareOfLast20() > 0);
    compareBuffers(one, witness);
    String header = Files.readAllLines(RunDirectory.open(one).metrics()).get(0);
    assertTrue(header.endsWith("corrected_share_20,corrections,correction_steps"), header);
  }

  private static void compareBuffers(Path run, Witness witness) throws IOException {
    OpenTask open = new TaskCatalogue().open(TASK, Cell.read(CELL), new TaskOptions(false, true));
    try (var environment = open.environment()) {
      Spaces spaces = environment.spaces();
      RlpdConfig config = Hyperparameters.with(SmallRun.AGENT);
      TrainingCheckpoint checkpoints = RunDirectory.open(run).checkpoints();
      checkpoints.open(checkpoints.numbers().get(0));
      ReplayBuffer online = checkpoints.loadOnline(0, spaces, config);
      ReplayBuffer demos = checkpoints.loadDemos(0, spaces, config);
      assertEquals(ENV_STEPS, online.size());
      assertTrue(demos.size() > witness.corrected(), "the expert's demonstration is there too");
      assertEquals(witness.corrected(), compare(online, 1, spaces, config.encoder(), witness));
      assertEquals(witness.corrected(), compare(demos, N_STEP, spaces, config.encoder(), witness));
    }
  }

  /**
   * Every sampled row of a person is a corrected step of the run, with the action that was executed
   * and what was seen next, or n steps later within the same correction.
   *
   * @return how many different ones there are
   */
  private static int compare(
      ReplayBuffer buffer, int nStep, Spaces spaces, EncoderConfig encoder, Witness witness) {
    Map<List<Float>, Integer> stepOf = new HashMap<>();
    for (int t = 0; t < ENV_STEPS; t++) {
      stepOf.put(witness.states.get(t), t);
    }
    Batch batch = new Batch(spaces, encoder, 4000, nStep, 0.97);
    buffer.sample(new SplittableRandom(1), batch, 0, batch.rows());
    Set<Integer> found = new HashSet<>();
    for (int row = 0; row < batch.rows(); row++) {
      if (batch.actedBy()[row] == ActedBy.HUMAN) {
        int t = stepOf.getOrDefault(list(batch.states(), row, spaces.state().size()), -1);
        assertTrue(t >= 0 && witness.acting.get(t) == ActedBy.HUMAN, "a step of the run");
        assertEquals(witness.actions.get(t), list(batch.actions(), row, spaces.action().size()));
        int last = nStep == 1 ? t : witness.reach(t);
        assertEquals(
            witness.nextStates.get(last), list(batch.nextStates(), row, spaces.state().size()));
        found.add(t);
      }
    }
    return found.size();
  }
}
