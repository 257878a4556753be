package org.serl4j.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serl4j.console.session.RunDirectory;
import org.serl4j.console.session.TrainOptions;
import picocli.CommandLine;

/**
 * On a bench nothing measures a cable. What needs to know success says so in one line, before it
 * looks for an arm: no server answers where the cell says.
 */
class UnmeasuredSuccessTest {
  private static final Path HOME = Path.of("..");
  private static final Path BENCH = HOME.resolve("hardware-config/cells/serl-server.yaml");
  private static final String NOBODY =
      "serl4j: nothing at cell 'serl-server' measures whether %s succeeds: ";

  private static final String NO_SCRIPT =
      "serl4j: at cell 'serl-server' no script can play %s, nothing sees what it would grasp: ";

  @TempDir private Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(List<String> arguments) {
    CommandLine line = Main.commandLine(HOME);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments.toArray(String[]::new));
  }

  private void assertRefused(List<String> arguments, String line) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--cell", BENCH.toString()));
    assertEquals(1, execute(all), err.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().startsWith(line), err.toString());
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train cable-routing --realtime|give --reward FILE, a classifier of its images (./serl4j reward collect cable-routing --by keyboard, then reward train), or --vice GOALS",
        "train cable-routing --realtime --vice goals|with --vice give --demos DIR and --evaluation-episodes 0",
        "train cable-routing --realtime --algorithm bc|give --demos DIR and --evaluation-episodes 0",
        "train object-relocation --realtime|give --reward FILE, a classifier of its images",
        "train object-relocation-back --realtime|give --reward FILE, a classifier of its images (./serl4j reward collect object-relocation-back --by keyboard",
        "record cable-routing|give --reward FILE, a classifier of its images",
        "reward collect cable-routing|give --by keyboard, spacemouse or gamepad, then a person labels",
      })
  void shouldSayWhoCanJudgeInstead(String command, String remedy) {
    List<String> words = List.of(command.split(" "));
    String task = words.get(words.indexOf("reward") < 0 ? 1 : 2);
    assertRefused(words, NOBODY.formatted(task) + remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train object-relocation --realtime --reward a,b|object-relocation|record demonstrations first (./serl4j record object-relocation --by keyboard) and give them with --demos DIR",
        "train object-relocation-back --realtime --reward a|object-relocation-back|record demonstrations first",
        "record object-relocation|object-relocation|demonstrate it yourself with --by keyboard, gamepad or spacemouse",
      })
  void shouldSayWhoCanDemonstrateInstead(String command, String task, String remedy) {
    assertRefused(List.of(command.split(" ")), NO_SCRIPT.formatted(task) + remedy);
  }

  @Test
  void shouldEvaluateByAClassifierOnly() {
    Path run = folder.resolve("run");
    RunDirectory.create(
        run,
        new RunDirectory.Facts(1, "cable-routing", 0, false),
        TrainOptions.defaults(
            "cable-routing",
            0,
            HOME.resolve("hardware-config/cells/sim-cable.yaml"),
            run,
            Map.of()));
    assertRefused(
        List.of("evaluate", run.toString()),
        NOBODY.formatted("cable-routing") + "give --reward FILE, a classifier of its images");
  }
}
