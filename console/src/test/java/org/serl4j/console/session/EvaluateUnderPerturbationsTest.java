package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.Environment;
import org.serl4j.agent.EnvironmentWrapper;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.roles.Actor;
import org.serl4j.console.Main;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import org.serl4j.tasks.perturbation.PerturbationKind;
import picocli.CommandLine;

/** With policies that have learned nothing, in the real simulator. */
class EvaluateUnderPerturbationsTest {
  private static final Path HOME = Path.of("..");
  private static final Path CELL = HOME.resolve("hardware-config/cells/sim.yaml");

  private static final Map<String, String> SMALL =
      Map.of("batch", "16", "critics", "2", "hidden", "32", "bottleneck", "16");

  @TempDir private Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine(HOME);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private static OpenTask open() throws IOException {
    return new TaskCatalogue().open("peg-insertion", Cell.read(CELL), new TaskOptions(true, true));
  }

  private Path run(String name, String task, long seed) throws IOException {
    TrainOptions options =
        new TrainOptions(
            task,
            seed,
            1,
            1,
            folder.resolve(name),
            null,
            1,
            CELL,
            false,
            true,
            1,
            1,
            0,
            0,
            100,
            OperatorOptions.none(),
            SMALL,
            null);
    RunDirectory run = RunDirectory.create(options);
    try (Environment environment = open().environment()) {
      run.saveCloned(agent(environment, seed));
    }
    return run.folder();
  }

  /** Untrained, but with the scale of its features. */
  private static RlpdAgent agent(Environment environment, long seed) {
    RlpdAgent agent = new RlpdAgent(Hyperparameters.with(SMALL), environment.spaces(), seed);
    try (FrameEncoder encoder = EvaluationSession.encoder(environment, agent)) {
      agent.useCalibration(encoder.calibrate(List.of(environment.reset(1))));
    }
    return agent;
  }

  /** Every step of a task, bit for bit; the arm may fail after some. */
  private static final class Recorder extends EnvironmentWrapper {
    private final int faultAfter;
    private final List<Object> facts = new ArrayList<>();
    private int steps;

    Recorder(Environment task, int faultAfter) {
      super(task);
      this.faultAfter = faultAfter;
    }

    @Override
    public Observation reset(long seed) {
      Observation first = inner.reset(seed);
      steps = 0;
      note(first);
      return first;
    }

    @Override
    public Step step(float[] action) {
      Step step = inner.step(action);
      note(step.observation());
      facts.add(Arrays.hashCode(step.action()) + " " + step.reward() + " " + step.note());
      return ++steps < faultAfter
          ? step
          : new Step(step.observation(), step.action(), 0, false, true, false, 0, "stopped");
    }

    private void note(Observation seen) {
      facts.add(Arrays.toString(seen.state()));
      seen.images().forEach(image -> facts.add(Arrays.hashCode(image)));
    }
  }

  @Test
  void shouldRunThePlainEvaluationForTheRowWithoutAPerturbation() throws IOException {
    OpenTask open = open();
    try (Environment environment = open.environment()) {
      RlpdAgent agent = agent(environment, 1);
      Actor.Mode mode = Actor.Mode.DETERMINISTIC;
      Recorder plain = new Recorder(environment, Integer.MAX_VALUE);
      Evaluation evaluation =
          EvaluationSession.run(
              open.behind(plain),
              agent,
              mode,
              2,
              5,
              EvaluationSession.Films.NONE,
              Progress.silent());
      Recorder perturbed = new Recorder(environment, Integer.MAX_VALUE);
      PerturbedEvaluation result =
          new PerturbationSession(
                  open.behind(perturbed), agent, mode, 2, 5, null, Progress.silent())
              .run(List.of(PerturbationKind.PUSH), HOME);
      int one = plain.facts.size();
      assertTrue(one > 2 * 40, "facts: " + one);
      assertEquals(plain.facts, perturbed.facts.subList(0, one));
      assertEquals(evaluation, result.rows().get(0).evaluation());
      List<Object> pushed = perturbed.facts.subList(one, perturbed.facts.size());
      assertEquals(plain.facts.subList(0, 9), pushed.subList(0, 9), "the same scene");
      assertFalse(plain.facts.equals(pushed), "the push changed nothing");
      assertEquals(2, result.rows().get(1).struck());
    }
  }

  @Test
  void shouldCountAnEpisodeThatAFaultEndsAsAFailure() throws IOException {
    OpenTask open = open();
    try (Environment environment = open.environment()) {
      RlpdAgent agent = agent(environment, 1);
      Recorder failing = new Recorder(environment, 2);
      PerturbedEvaluation result =
          new PerturbationSession(
                  open.behind(failing),
                  agent,
                  Actor.Mode.DETERMINISTIC,
                  3,
                  5,
                  null,
                  Progress.silent())
              .run(List.of(PerturbationKind.REGRASP_OFFSET), HOME);
      for (PerturbedEvaluation.Row row : result.rows()) {
        assertEquals(3, row.faults(), row.perturbation());
        assertEquals(0, row.evaluation().successes());
        assertEquals(0, row.recovered());
      }
      assertEquals(3, result.rows().get(1).struck());
    }
  }

  @Test
  void shouldWriteARowForEachKindIntoTheRun() throws IOException {
    Path run = run("run", "peg-insertion", 1);
    Path films = folder.resolve("films");
    assertEquals(
        0,
        execute(
            "evaluate",
            run.toString(),
            "--perturb",
            "occlusion,board-shift",
            "--episodes",
            "1",
            "--video",
            films.toString(),
            "--json"),
        err.toString());
    JsonNode said = new ObjectMapper().readTree(out.toString());
    assertEquals(said, new ObjectMapper().readTree(run.resolve("perturbations.json").toFile()));
    List<String> names = new ArrayList<>();
    said.get("rows").forEach(row -> names.add(row.get("perturbation").asText()));
    assertEquals(List.of("none", "occlusion", "board-shift"), names);
    for (JsonNode row : said.get("rows")) {
      assertEquals(1, row.get("evaluation").get("episodes").asInt());
      assertEquals(0, row.get("faults").asInt());
    }
    assertEquals(2, said.get("perturbed").get("episodes").asInt());
    assertEquals(0, said.get("perturbed").get("successes").asInt());
    // an untrained policy recovers from nothing
    try (Stream<Path> filmed = Files.list(films)) {
      assertEquals(List.of(), filmed.toList());
    }
  }

  @Test
  void shouldFilmTheEpisodesThatFail() throws IOException {
    Path run = run("failing", "peg-insertion", 1);
    Path films = folder.resolve("failures");
    assertEquals(
        0,
        execute("evaluate", run.toString(), "--episodes", "2", "--video", films.toString()),
        err.toString());
    assertTrue(out.toString().contains("0 of 2 episodes succeeded"), out.toString());
    try (Stream<Path> filmed = Files.list(films)) {
      List<String> names = filmed.map(film -> film.getFileName().toString()).sorted().toList();
      assertEquals(List.of("failure-001.mp4", "failure-002.mp4"), names);
    }
  }

  @Test
  void shouldHideTheNamesUntilTheEndAndFindAPolicyEqualToItself() throws IOException {
    Path one = run("one", "peg-insertion", 1);
    Path two = run("two", "peg-insertion", 1);
    assertEquals(
        0,
        execute("evaluate", one.toString(), "--against", two.toString(), "--episodes", "2"),
        err.toString());
    String text = out.toString();
    int told = text.indexOf("the names: ");
    assertTrue(told >= 0, text);
    assertFalse(text.substring(0, told).contains(one.toString()), text);
    assertFalse(text.substring(0, told).contains(two.toString()), text);
    assertTrue(text.contains("A 0 and B 0 successes"), text);
    assertTrue(text.contains("no difference is shown"), text);
    JsonNode json = new ObjectMapper().readTree(one.resolve("comparison.json").toFile());
    assertEquals(2, json.get("pairs").get("neither").asInt());
    assertEquals(json.get("firstEvaluation"), json.get("secondEvaluation"));
    assertFalse(Files.exists(two.resolve("comparison.json")));
  }

  @Test
  void shouldRefuseAPolicyOfAnotherTaskOrOfOtherCameras() throws IOException {
    Path peg = run("peg", "peg-insertion", 1);
    Path pcb = run("pcb", "pcb-insertion", 1);
    assertEquals(1, execute("evaluate", peg.toString(), "--against", pcb.toString()));
    assertEquals(1, err.toString().lines().count());
    assertTrue(
        err.toString().contains("only policies of one task can be compared"), err.toString());

    Path other = run("other", "peg-insertion", 1);
    Path cell = other.resolve("cell.yaml");
    Files.writeString(cell, Files.readString(cell).replace("- name: wrist_2", "- name: renamed_2"));
    assertEquals(1, execute("evaluate", peg.toString(), "--against", other.toString()));
    assertEquals(1, err.toString().lines().count());
    assertTrue(err.toString().contains("was trained with the cameras"), err.toString());
  }
}
