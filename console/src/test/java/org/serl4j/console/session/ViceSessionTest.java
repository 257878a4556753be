package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.console.Main;
import picocli.CommandLine;

/** A real run whose reward is learned from the last images of demonstrations. */
class ViceSessionTest {
  private static final Path HOME = Path.of("..");
  private static final Path CELL = HOME.resolve("hardware-config/cells/sim.yaml");
  private static final String TASK = "peg-insertion";
  private static final int ENV_STEPS = 220;

  private static final Map<String, String> SMALL_VICE =
      Map.of(
          "batch", "16",
          "hidden", "16",
          "bottleneck", "8",
          "embeddings", "2",
          "updatesPerStep", "0.5");

  @TempDir private Path folder = Path.of("");

  private static int execute(StringWriter err, Object... arguments) {
    CommandLine line = Main.commandLine(HOME);
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = String.valueOf(arguments[i]);
    }
    return line.execute(words);
  }

  private static void assertRefused(String complaint, Object... arguments) {
    StringWriter err = new StringWriter();
    assertTrue(execute(err, arguments) != 0);
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(complaint), err.toString());
  }

  private static TrainOptions options(Path run, Path demos) {
    return new TrainOptions(
            TASK,
            7,
            ENV_STEPS,
            Double.POSITIVE_INFINITY,
            run,
            demos,
            1,
            CELL,
            false,
            false,
            0.4,
            60,
            0,
            1,
            0,
            OperatorOptions.none(),
            SmallRun.AGENT,
            null)
        .learningFrom(new ViceOptions(demos, SMALL_VICE));
  }

  /** Notes the lengths of episodes, and breaks off after that many steps, as a crash would. */
  private static EpisodeListener watching(List<Integer> lengths, int crashAfter) {
    return new EpisodeListener() {
      private int made;

      @Override
      public void stepped(Observation before, Step step) {
        if (++made == crashAfter) {
          throw new CancellationException("crash");
        }
      }

      @Override
      public void finished(Episode episode) {
        lengths.add(episode.steps());
      }
    };
  }

  @Test
  void shouldGoOnBitForBitAndRefuseWhatDoesNotFit() throws IOException {
    Path demos = folder.resolve("demos");
    StringWriter err = new StringWriter();
    assertEquals(0, execute(err, "record", TASK, "--episodes", 3, "--out", demos), err.toString());
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    List<Integer> lengths = new ArrayList<>();
    Summary summary =
        new TrainSession(options(whole, demos), HOME, Progress.silent(), watching(lengths, -1))
            .run();
    assertEquals(List.of(100, 100), lengths, "only the time limit ends an episode");
    assertEquals(1, summary.evaluation().episodes());

    TrainSession early =
        new TrainSession(
            options(broken, demos), HOME, Progress.silent(), watching(new ArrayList<>(), 150));
    assertThrows(CancellationException.class, early::run);
    Path moved = folder.resolve("moved");
    Files.move(demos, moved); // a resumed run has its own goals
    assertEquals(0, execute(err, "train", "--resume", broken), err.toString());
    assertEquals(List.of(), RunComparison.differences(whole, broken));

    List<String> rows = Files.readAllLines(RunDirectory.open(broken).metrics());
    List<String> names = List.of(rows.get(0).split(",", -1));
    String[] cells = rows.get(2).split(",", -1);
    for (String name : List.of("vice_rewarded", "vice_goal_probability")) {
      double value = Double.parseDouble(cells[names.indexOf(name)]);
      assertTrue(value >= 0 && value <= 1, name + " " + value);
    }
    assertTrue(Double.parseDouble(cells[names.indexOf("vice_loss")]) > 0);
    assertTrue(Double.parseDouble(cells[names.indexOf("vice_penalty")]) >= 0);
    refusals(moved);
  }

  private void refusals(Path goals) throws IOException {
    Path run = folder.resolve("refused");
    assertRefused("there is no data set", "train", TASK, "--vice", folder.resolve("no"));
    assertRefused(
        "crop and resize of the cameras",
        "train",
        TASK,
        "--vice",
        goals,
        "--cell",
        croppedCell(),
        "--run",
        run);
    Path none = folder.resolve("none");
    StringWriter err = new StringWriter();
    assertEquals(
        0,
        execute(err, "reward", "collect", TASK, "--episodes", 2, "--steps", 2, "--out", none),
        err.toString());
    assertRefused(
        "0 of its 2 episodes show success, at least 2 must",
        "train",
        TASK,
        "--vice",
        none,
        "--run",
        run);
    assertRefused("a run has one reward", "train", TASK, "--vice", goals, "--reward", goals);
    assertRefused(
        "goes with --algorithm rlpd or residual",
        "train",
        TASK,
        "--vice",
        goals,
        "--algorithm",
        "bc");
    assertRefused("goes with --vice GOALS", "train", TASK, "--vice-config", "hidden=8");
    assertRefused(
        "vice: dropout = 2.0", "train", TASK, "--vice", goals, "--vice-config", "dropout=2");
    assertRefused("it judges single steps", "train", TASK, "--vice", goals, "--config", "nStep=3");
    assertFalse(Files.exists(run));
  }

  private Path croppedCell() throws IOException {
    Path cropped = folder.resolve("cropped.yaml");
    Files.writeString(
        cropped,
        Files.readString(CELL)
            .replaceFirst(
                "crop: \\{x: 0, y: 0, width: 128, height: 128}",
                "crop: {x: 8, y: 8, width: 112, height: 112}"));
    return cropped;
  }
}
