package org.serl4j.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every bad input: one clear line on standard error, the right exit code, nothing written. */
class CommandLineTest {
  private static final Path HOME = Path.of("..");

  @TempDir private Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine line = Main.commandLine(HOME);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private void assertOneLine(String part) {
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().startsWith("serl4j: "), err.toString());
    assertTrue(err.toString().contains(part), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void shouldListTheTasksForAnUnknownOne() {
    assertEquals(2, execute("train", "peg-extraction"));
    assertOneLine(
        "no task 'peg-extraction': choose one of cable-routing, cube-lift, object-relocation,"
            + " object-relocation-back, pcb-insertion, peg-insertion");
  }

  @ParameterizedTest
  @CsvSource({
    "--variant, stride9, no head 'stride9': choose of stride16",
    "--scenes, 10, scenes = 10 (at least 300)",
    "--fit-steps, -1, 'fit-steps = -1 (at least 0)'",
  })
  void shouldRefuseAVisualHeadOrASizeThatIsNotThere(String option, String value, String complaint) {
    assertEquals(2, execute("bench", "--features", option, value));
    assertOneLine(complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "--env-steps, 0, --env-steps 0: at least 1",
    "--env-steps, many, 'many' is not an int",
    "--minutes, -1, --minutes -1.0: greater than 0",
    "--learner-steps, -1, --learner-steps -1.0: from 0 to 100",
    "--nonsense, 1, Unknown option",
  })
  void shouldRefuseWhatItDoesNotUnderstand(String option, String value, String complaint) {
    assertEquals(2, execute("train", "peg-insertion", option, value));
    assertOneLine(complaint);
  }

  @Test
  void shouldRefuseAMissingDemoFolderBeforeWork() {
    Path run = folder.resolve("run");
    assertEquals(
        1, execute("train", "peg-insertion", "--demos", "nowhere", "--run", run.toString()));
    assertOneLine("there is no data set");
    assertFalse(Files.exists(run));
  }

  @Test
  void shouldRefuseARunDirectoryThatExists() throws IOException {
    Files.writeString(folder.resolve("file"), "mine");
    assertEquals(1, execute("train", "peg-insertion", "--run", folder.toString()));
    assertOneLine("exists already");
    assertEquals("mine", Files.readString(folder.resolve("file")));
  }

  @Test
  void shouldRefuseARunDirectoryThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertEquals(1, execute("train", "peg-insertion", "--run", file.resolve("run").toString()));
    assertOneLine("cannot write the run directory");
  }

  @Test
  void shouldRefuseAMissingCell() {
    assertEquals(1, execute("train", "peg-insertion", "--cell", "no.yaml"));
    assertOneLine("no.yaml");
  }

  @Test
  void shouldRefuseAnUnknownHyperparameter() {
    assertEquals(2, execute("train", "peg-insertion", "--config", "gamma=1"));
    assertOneLine("no hyperparameter 'gamma'");
  }

  @Test
  void shouldRefuseToResumeWhatIsNoRun() {
    assertEquals(1, execute("train", "--resume", folder.toString()));
    assertOneLine("is not a run");
  }

  @Test
  void shouldRefuseTheCheckpointBeforeWithoutARunToResume() {
    assertEquals(2, execute("train", "peg-insertion", "--previous-checkpoint"));
    assertOneLine("--previous-checkpoint goes with --resume RUN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train | --operator | cat | one of none, scripted, keyboard, gamepad, spacemouse",
        "train | --hand-over-steps | 0 | from 1 to 100",
        "record | --by | cat | one of expert, keyboard, gamepad, spacemouse"
      })
  void shouldRefuseOperatorsThatItDoesNotKnow(
      String command, String option, String value, String complaint) {
    assertEquals(2, execute(command, "peg-insertion", option, value));
    assertOneLine(option + " " + value + ": " + complaint);
  }

  @Test
  void shouldAskForATaskToTrain() {
    assertEquals(2, execute("train"));
    assertOneLine("Missing required parameter: 'TASK'");
  }

  @Test
  void shouldRefuseARunWhoseReplayDoesNotFitBeforeItBegins() {
    Path run = folder.resolve("run");
    assertEquals(
        1, execute("train", "peg-insertion", "--env-steps", "90000000", "--run", run.toString()));
    assertOneLine("give fewer --env-steps, or more heap with JDK_JAVA_OPTIONS=");
    assertFalse(Files.exists(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"learner", "actor"})
  void shouldNameCommandsThatAreNotYetThere(String command) {
    assertEquals(1, execute(command, "anything", "--at", "all"));
    assertOneLine("'" + command + "' is not yet there");
  }

  @Test
  void shouldNameTheRoutinesOfATaskForAnUnknownOne() {
    assertEquals(2, execute("reset", "peg-insertion", "--check", "1", "--routine", "juggle"));
    assertOneLine(
        "peg-insertion has no reset routine 'juggle': choose one of lift-clear, joint-reset,"
            + " regrasp, start-pose");
  }

  @ParameterizedTest
  @CsvSource({"--check, 0, --check 0: at least 1", "--check, few, 'few' is not an int"})
  void shouldRefuseAResetCheckOfNothing(String option, String value, String complaint) {
    assertEquals(2, execute("reset", "peg-insertion", option, value));
    assertOneLine(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | --seconds 0 | --seconds 0.0: above 0, at most 600",
        "1 | nowhere.yaml | nowhere.yaml: there is no such file",
        "1 | --task cube-lift | the arm of the task 'cube-lift' follows no impedance law",
        "1 | --task juggling | no task 'juggling': choose one of"
      })
  void shouldRefuseToExamineWhatIsNotThere(int code, String arguments, String complaint) {
    assertEquals(code, execute(("doctor " + arguments).split(" ")));
    assertOneLine(complaint);
  }

  @Test
  void shouldRefuseToEvaluateWhatIsNoRun() {
    assertEquals(1, execute("evaluate", folder.toString()));
    assertOneLine("is not a run");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--perturb push,wind | no perturbation 'wind': choose of board-shift, push, occlusion,",
        "--perturb --against other | --perturb and --against do not go together",
        "--against other --video films | --video goes with one policy",
        "--perturb --film film.mp4 | --film goes with plain episodes",
        "--episodes 0 | --episodes 0: at least 1"
      })
  void shouldRefuseEvaluationsThatItDoesNotUnderstand(String options, String complaint) {
    List<String> arguments = new ArrayList<>(List.of("evaluate", folder.toString()));
    arguments.addAll(List.of(options.split(" ", -1)));
    assertEquals(2, execute(arguments.toArray(String[]::new)));
    assertOneLine(complaint);
  }

  @Test
  void shouldRefuseToViewWhatIsNeitherRunNorTask() {
    assertEquals(2, execute("view", "peg-extraction"));
    assertOneLine("neither the directory of a run nor a task");
  }

  @Test
  void shouldRefuseToCheckWhatIsNoDataSet() {
    assertEquals(1, execute("dataset", "check", folder.resolve("none").toString()));
    assertOneLine("there is no data set");
  }

  @Test
  void shouldNameTheResultsThatCanBeReproduced() {
    assertEquals(2, execute("reproduce", "moon-landing"));
    assertOneLine(
        "no result 'moon-landing': choose one of cube-lift, cube-lift-as-serl, encode-once, peg-insertion, pendulum, resume");
  }

  @Test
  void shouldHelp() {
    assertEquals(0, execute("train", "--help"));
    assertTrue(out.toString().contains("--env-steps"));
    assertEquals("", err.toString());
  }
}
