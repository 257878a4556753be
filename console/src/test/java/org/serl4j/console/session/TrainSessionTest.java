package org.serl4j.console.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.console.Main;
import picocli.CommandLine;

/** The whole way in the real simulator with small networks, twice. */
class TrainSessionTest {
  private static final Path HOME = Path.of("..");
  private static final int ENV_STEPS = 200;
  private static final int START_AFTER = 150;

  @TempDir private Path folder = Path.of("");

  private Summary train(Path run, Path demos, int evaluationEpisodes, List<Long> transitions)
      throws IOException {
    TrainOptions options =
        new TrainOptions(
            "peg-insertion",
            7,
            ENV_STEPS,
            Double.POSITIVE_INFINITY,
            run,
            demos,
            2,
            HOME.resolve("hardware-config/cells/sim.yaml"),
            false,
            false,
            1,
            START_AFTER,
            0,
            evaluationEpisodes,
            100,
            OperatorOptions.none(),
            SmallRun.AGENT,
            null);
    EpisodeListener watcher =
        new EpisodeListener() {
          @Override
          public void stepped(Observation before, Step step) {
            transitions.add(fingerprint(before, step));
          }
        };
    return new TrainSession(options, HOME, Progress.silent(), watcher).run();
  }

  private static int execute(StringWriter out, StringWriter err, String... arguments) {
    CommandLine line = Main.commandLine(HOME);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void shouldTrainEvaluateAndRepeatBitForBit() throws IOException {
    Path demos = folder.resolve("demos");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertEquals(
        0,
        execute(out, err, "record", "peg-insertion", "--episodes", "2", "--out", demos.toString()),
        err.toString());
    assertEquals(0, execute(out, err, "dataset", "check", demos.toString()), err.toString());

    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    List<Long> transitions = new ArrayList<>();
    List<Long> repeated = new ArrayList<>();
    Summary summary = train(one, demos, 1, transitions);
    train(two, demos, 0, repeated);
    assertEquals(ENV_STEPS, summary.envSteps());
    assertEquals(ENV_STEPS - START_AFTER, summary.criticUpdates());
    assertArrayEquals(
        Files.readAllBytes(RunDirectory.open(one).agentFile()),
        Files.readAllBytes(RunDirectory.open(two).agentFile()),
        "parameters after 50 updates");
    assertEquals(ENV_STEPS, transitions.size());
    assertEquals(transitions, repeated);

    JsonNode json = new ObjectMapper().readTree(one.resolve(Summary.FILE).toFile());
    assertEquals(
        List.of(
            "task",
            "seed",
            "envSteps",
            "criticUpdates",
            "wallSeconds",
            "robotSeconds",
            "corrections",
            "evaluation",
            "sampledEvaluation",
            "commit",
            "options"),
        names(json));
    assertTrue(json.get("robotSeconds").asDouble() > 0.1 * ENV_STEPS);
    assertTrue(Files.size(one.resolve("evaluation.mp4")) > 1000);
    evaluateAgain(one);
  }

  /** What a transition is made of, as one number. */
  private static long fingerprint(Observation before, Step step) {
    CRC32C crc = new CRC32C();
    for (Observation seen : List.of(before, step.observation())) {
      update(crc, seen.state());
      seen.images().forEach(crc::update);
    }
    update(crc, step.action());
    crc.update((step.reward() + " " + step.terminated() + " " + step.truncated()).getBytes(UTF_8));
    return crc.getValue();
  }

  private static void update(CRC32C crc, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    crc.update(bytes);
  }

  private static JsonNode evaluation(Path run, String... more) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> command =
        new ArrayList<>(List.of("evaluate", run.toString(), "--episodes", "1", "--json"));
    command.addAll(List.of(more));
    assertEquals(0, execute(out, err, command.toArray(String[]::new)), err.toString());
    return new ObjectMapper().readTree(out.toString());
  }

  private static void evaluateAgain(Path run) throws IOException {
    JsonNode summary = new ObjectMapper().readTree(run.resolve(Summary.FILE).toFile());
    assertEquals(summary.get("evaluation"), evaluation(run));
    assertEquals(summary.get("sampledEvaluation"), evaluation(run, "--stochastic"));

    Path checkpoint = RunDirectory.open(run).agentFile();
    byte[] whole = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, java.util.Arrays.copyOf(whole, whole.length / 2));
    StringWriter complaint = new StringWriter();
    assertEquals(1, execute(new StringWriter(), complaint, "evaluate", run.toString(), "--json"));
    assertEquals(1, complaint.toString().lines().count(), complaint.toString());
    assertTrue(complaint.toString().contains("cannot read the checkpoint"), complaint.toString());
  }
}
