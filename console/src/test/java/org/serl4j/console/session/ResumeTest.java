package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/**
 * A real run in the simulator that is broken off and goes on by the command line: of a clone that
 * is corrected. {@link RingSessionTest} has one without a clone.
 */
class ResumeTest {
  private static final Path HOME = Path.of("..");
  private static final Path CELL = HOME.resolve("hardware-config/cells/sim.yaml");
  private static final String TASK = "peg-insertion";
  private static final int ENV_STEPS = 230;

  @TempDir private Path folder = Path.of("");

  private TrainOptions options(Path run) {
    return new TrainOptions(
        TASK,
        7,
        ENV_STEPS,
        Double.POSITIVE_INFINITY,
        run,
        null,
        1,
        CELL,
        false,
        false,
        0.4,
        60,
        0,
        0,
        0,
        new OperatorOptions(OperatorOptions.Who.SCRIPTED, 3),
        Hyperparameters.residual(TASK, SmallRun.CORRECTING, false),
        null);
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
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(complaint), err.toString());
  }

  @Test
  void shouldGoOnBitForBitAndRefuseWhatConflicts() throws IOException {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    new TrainSession(options(whole), HOME, Progress.silent()).run();

    TrainSession early =
        new TrainSession(options(broken), HOME, Progress.silent(), SmallRun.crashAfter(150));
    assertThrows(CancellationException.class, early::run);
    assertRefused("'./serl4j train --resume", "train", TASK, "--run", broken.toString());
    assertRefused("--seed is the run's own", "train", "--resume", broken.toString(), "--seed", "7");
    assertRefused(
        "--env-steps 5: the run has made",
        "train",
        "--resume",
        broken.toString(),
        "--env-steps",
        "5");

    StringWriter err = new StringWriter();
    assertEquals(0, execute(err, "train", "--resume", broken.toString()), err.toString());
    assertEquals(List.of(), RunComparison.differences(whole, broken));
    List<String> rows = Files.readAllLines(RunDirectory.open(broken).metrics());
    assertEquals(3, rows.size(), "a header and a row every 100 steps");
    assertRefused(
        "the run is finished after 230 env steps", "train", "--resume", broken.toString());

    Path summary = broken.resolve(Summary.FILE);
    Files.delete(summary); // as if it had been killed in the evaluation
    assertEquals(0, execute(err, "train", "--resume", broken.toString()), err.toString());
    assertTrue(Files.exists(summary));
    assertEquals(List.of(), RunComparison.differences(whole, broken));

    shouldOfferTheCheckpointBeforeADamagedOne(broken);
    assertEquals(List.of(), RunComparison.differences(whole, broken));

    assertEquals(
        0,
        execute(err, "train", "--resume", broken.toString(), "--env-steps", "235"),
        err.toString());
    assertEquals(
        List.of("agent", "online replay", "demonstrations", "counters"),
        RunComparison.differences(whole, broken),
        "a longer run differs, its room for corrections too");
  }

  private static void shouldOfferTheCheckpointBeforeADamagedOne(Path run) throws IOException {
    Path agent = RunDirectory.open(run).agentFile();
    byte[] bytes = Files.readAllBytes(agent);
    bytes[bytes.length / 2] ^= 1;
    Files.write(agent, bytes);
    assertRefused(
        "go back to the one before with './serl4j train --resume "
            + run
            + " --previous-checkpoint'",
        "train",
        "--resume",
        run.toString());
    StringWriter err = new StringWriter();
    assertEquals(
        0,
        execute(err, "train", "--resume", run.toString(), "--previous-checkpoint"),
        err.toString());
    bytes[bytes.length / 2] ^= 1;
    assertArrayEquals(bytes, Files.readAllBytes(RunDirectory.open(run).agentFile()));
  }
}
