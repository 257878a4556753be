package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.console.Main;
import picocli.CommandLine;

/** A real run in the simulator, in a cell whose limits leave some start poses out of reach. */
class FailedResetTest {
  private static final Path HOME = Path.of("..");
  private static final String BOX = "high: [0.75, 0.35, 0.7]";
  private static final String NARROW = "high: [0.75, 0.02, 0.7]";
  private static final int ENV_STEPS = 150;

  /** The first start pose of this seed is in reach, the second is not. */
  private static final long SEED = 8;

  @TempDir private Path folder = Path.of("");

  private static void execute(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(HOME);
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    assertEquals(0, line.execute(arguments), err.toString());
  }

  @Test
  void shouldSaveTheRunAndSayWhyAndGoOnWhenTheBenchWasPutRight() throws IOException {
    String wide = Files.readString(HOME.resolve("hardware-config/cells/sim.yaml"));
    Path cell = Files.writeString(folder.resolve("sim.yaml"), wide);
    Path demos = folder.resolve("demos");
    execute(
        "record",
        "peg-insertion",
        "--episodes",
        "1",
        "--out",
        demos.toString(),
        "--cell",
        cell.toString());
    assertTrue(wide.contains(BOX));
    Files.writeString(cell, wide.replace(BOX, NARROW));
    Path run = folder.resolve("run");
    TrainOptions options =
        new TrainOptions(
            "peg-insertion",
            SEED,
            ENV_STEPS,
            Double.POSITIVE_INFINITY,
            run,
            demos,
            1,
            cell,
            false,
            false,
            0.1,
            10 * ENV_STEPS,
            0,
            0,
            100,
            OperatorOptions.none(),
            Map.of("critics", "2", "hidden", "32", "bottleneck", "16", "encoder.copies", "1"),
            null);
    SessionException failure =
        assertThrows(
            SessionException.class, () -> new TrainSession(options, HOME, Progress.silent()).run());
    String message = String.valueOf(failure.getMessage());
    assertTrue(failure.getCause() instanceof ResetFailedException, message);
    assertTrue(
        message.startsWith("reset failed: start-pose failed after 3 tries: the arm stands "),
        message);
    TrainingCheckpoint saved = RunDirectory.open(run).checkpoints();
    long newest = saved.numbers().stream().mapToLong(Long::longValue).max().orElseThrow();
    long steps = saved.open(newest).counters().envSteps();
    assertTrue(steps > 0 && steps < ENV_STEPS, "saved at env step " + steps);
    assertTrue(message.contains("the run is saved at env step " + steps + ", go on: "), message);

    Files.writeString(RunDirectory.open(run).cell(), wide);
    execute("train", "--resume", run.toString());
    assertEquals(
        ENV_STEPS,
        new ObjectMapper().readTree(run.resolve(Summary.FILE).toFile()).get("envSteps").asInt());
  }
}
