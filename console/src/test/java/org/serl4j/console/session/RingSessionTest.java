package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.console.Main;
import picocli.CommandLine;

/** Two policies that reset each other, in the real simulator with small networks. */
class RingSessionTest {
  private static final Path HOME = Path.of("..");
  private static final Path CELL = HOME.resolve("hardware-config/cells/sim-bins.yaml");
  private static final String THERE = "object-relocation";
  private static final String BACK = "object-relocation-back";
  private static final List<String> TASKS = List.of(THERE, BACK);
  private static final int ENV_STEPS = 300;
  private static final int REAL_STEPS = 90;

  @TempDir private Path folder = Path.of("");

  /** With an operator, who makes beginners succeed, so that both tasks have their turns. */
  private RingOptions options(Path run) {
    return options(run, ENV_STEPS, false);
  }

  private static RingOptions options(Path run, int envSteps, boolean realtime) {
    TrainOptions shared =
        new TrainOptions(
            THERE,
            3,
            envSteps,
            Double.POSITIVE_INFINITY,
            run,
            null,
            1,
            CELL,
            realtime,
            false,
            0.4,
            60,
            0,
            0,
            0,
            new OperatorOptions(OperatorOptions.Who.SCRIPTED, 3),
            SmallRun.AGENT,
            null);
    return new RingOptions(shared, TASKS, List.of(), List.of());
  }

  private static int execute(StringWriter err, String... arguments) {
    CommandLine line = Main.commandLine(HOME);
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private static void assertRefused(String complaint, String... arguments) {
    StringWriter err = new StringWriter();
    assertTrue(execute(err, arguments) != 0);
    assertTrue(err.toString().contains(complaint), err.toString());
  }

  @Test
  void shouldTrainBothWaysAndGoOnBitForBit() throws IOException {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    RingSummary summary = new RingSession(HOME, Progress.silent()).run(options(whole));
    assertEquals(TASKS, summary.tasks().stream().map(Summary::task).toList());
    for (Summary task : summary.tasks()) {
      assertTrue(task.envSteps() > 0, task.task() + " had its turn");
      assertTrue(task.criticUpdates() > 0, task.task() + " has learned");
    }
    assertTrue(summary.envSteps() >= ENV_STEPS);
    assertTrue(summary.handovers().handovers() > 2);

    RingSession crashing = new RingSession(HOME, Progress.silent(), SmallRun.crashAfter(190));
    assertThrows(CancellationException.class, () -> crashing.run(options(broken)));
    RingState state = RunDirectory.open(broken).ringState();
    assertNotNull(state);
    assertEquals(7, state.scene().size());

    StringWriter err = new StringWriter();
    assertEquals(0, execute(err, "train", "--resume", broken.toString()), err.toString());
    for (String task : TASKS) {
      assertEquals(
          List.of(), RunComparison.differences(whole.resolve(task), broken.resolve(task)), task);
    }
    JsonNode written = new ObjectMapper().readTree(broken.resolve(Summary.FILE).toFile());
    assertEquals(summary.envSteps(), written.get("envSteps").asLong());
    assertEquals(2, written.get("tasks").size());
    assertEquals(
        summary.handovers().handovers(), written.get("handovers").get("handovers").asInt());

    assertRefused("the run is finished after", "train", "--resume", broken.toString());
    assertRefused("is one task of a run", "train", "--resume", broken.resolve(BACK).toString());
    assertRefused("trains 2 tasks: give the directory of one", "evaluate", broken.toString());
    assertTrue(Files.exists(RunDirectory.open(broken.resolve(BACK)).metrics()));
  }

  /** On the wall clock each learner has a thread of its own. */
  @Test
  void shouldTrainBothWaysInRealTime() throws IOException {
    Path run = folder.resolve("real");
    RingSummary summary =
        new RingSession(HOME, Progress.silent()).run(options(run, REAL_STEPS, true));
    assertTrue(summary.envSteps() >= REAL_STEPS);
    assertTrue(summary.tasks().get(0).criticUpdates() > 0, "learned meanwhile");
    JsonNode written = new ObjectMapper().readTree(run.resolve(THERE + "/summary.json").toFile());
    assertEquals("realtime", written.get("options").get("mode").asText());
    assertEquals(List.of(true, true), TASKS.stream().map(t -> isSaved(run.resolve(t))).toList());
  }

  private static boolean isSaved(Path run) {
    return Files.exists(run.resolve("checkpoint"));
  }

  @Test
  void shouldRefuseWhatTwoLearnersCannotDo() {
    assertRefused(
        "--demos names 1: give one for each of object-relocation, object-relocation-back",
        "train",
        THERE,
        "--demos",
        "one",
        "--run",
        folder + "/b");
    assertRefused(
        "--demos names 2: one task takes one",
        "train",
        BACK,
        "--demos",
        "one,two",
        "--run",
        folder + "/c");
    assertRefused(
        "begins no way there and back",
        "train",
        "peg-insertion",
        "--resets",
        "forward-backward",
        "--run",
        folder + "/d");
    assertRefused("no resets 'magic'", "train", THERE, "--resets", "magic", "--run", folder + "/e");
  }
}
