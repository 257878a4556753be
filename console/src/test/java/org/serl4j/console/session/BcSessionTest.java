package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.console.Main;
import org.serl4j.console.dataset.DatasetReader;
import picocli.CommandLine;

/** Behaviour cloning by the command line in the real simulator, with small networks. */
class BcSessionTest {
  private static final Path HOME = Path.of("..");

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

  private int train(String... more) {
    return trainBy("bc", more);
  }

  private int trainBy(String algorithm, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "peg-insertion", "--algorithm", algorithm));
    for (String small : List.of("batch=16", "critics=2", "hidden=32", "encoder.copies=2")) {
      arguments.addAll(List.of("--config", small));
    }
    arguments.addAll(Arrays.asList(more));
    return execute(arguments.toArray(String[]::new));
  }

  /** Two successes, and the failures of an expert who is mistaken in every second episode. */
  @Test
  void shouldCloneEvaluateAndLeaveFailuresOutUnlessAsked() throws IOException {
    Path demos = folder.resolve("demos");
    assertEquals(
        0,
        execute(
            "record",
            "peg-insertion",
            "--episodes",
            "2",
            "--with-failures",
            "--mistakes",
            "0.5",
            "--out",
            demos.toString()),
        err.toString());
    DatasetReader reader = DatasetReader.open(demos);
    int failures = reader.episodes() - 2;
    assertTrue(failures > 0, "the mistaken expert failed never");

    Path run = folder.resolve("run");
    assertEquals(
        0,
        train(
            "--demos",
            demos.toString(),
            "--run",
            run.toString(),
            "--bc",
            "updates=150",
            "--evaluation-episodes",
            "1"),
        err.toString());
    assertTrue(out.toString().contains("of 2 episodes (0 of them failed)"), out.toString());
    JsonNode summary = new ObjectMapper().readTree(run.resolve(Summary.FILE).toFile());
    assertEquals("bc", summary.get("options").get("algorithm").asText());
    assertEquals(150, summary.get("options").get("updates").asInt());
    assertEquals(2, Files.readAllLines(run.resolve("metrics.csv")).size(), "header and a row");

    assertEquals(0, execute("evaluate", run.toString(), "--episodes", "1", "--json"));
    assertEquals(summary.get("evaluation"), new ObjectMapper().readTree(out.toString()));

    assertEquals(1, execute("train", "--resume", run.toString()));
    assertTrue(err.toString().contains("clones demonstrations"), err.toString());

    Path all = folder.resolve("all");
    assertEquals(
        0,
        train(
            "--demos",
            demos.toString(),
            "--run",
            all.toString(),
            "--bc",
            "updates=1",
            "--with-failures",
            "--evaluation-episodes",
            "0"),
        err.toString());
    assertTrue(
        out.toString()
            .contains("of %d episodes (%d of them failed)".formatted(failures + 2, failures)),
        out.toString());
  }

  /** A run of corrections is evaluated with the clone that they belong to. */
  @Test
  void shouldCorrectTheCloneOfTheSameDemonstrations() throws IOException {
    Path run = folder.resolve("corrected");
    assertEquals(
        0,
        trainBy(
            "residual",
            "--demo-episodes",
            "2",
            "--run",
            run.toString(),
            "--config",
            "imitation.updates=30",
            "--config",
            "criticUpdatesPerStep=1",
            "--env-steps",
            "130",
            "--evaluation-episodes",
            "1"),
        err.toString());
    assertTrue(out.toString().contains("cloning first:"), out.toString());
    JsonNode summary = new ObjectMapper().readTree(run.resolve(Summary.FILE).toFile());
    assertEquals(3, summary.at("/options/agent/nStep").asInt(), summary.toString());
    assertEquals(30, summary.at("/options/agent/imitation/updates").asInt(), summary.toString());
    assertEquals(0, execute("evaluate", run.toString(), "--episodes", "1", "--json"));
    assertEquals(summary.get("evaluation"), new ObjectMapper().readTree(out.toString()));

    assertEquals(2, trainBy("residual", "--config", "pixelReplay=true"));
    assertTrue(err.toString().contains("cloning learns from stored features"), err.toString());
  }

  @Test
  void shouldRefuseWhatBelongsToTheOtherAlgorithm() {
    assertEquals(2, execute("train", "peg-insertion", "--algorithm", "ppo"));
    assertTrue(
        err.toString().contains("no algorithm 'ppo': choose one of rlpd, bc, residual"),
        err.toString());
    assertEquals(2, execute("train", "peg-insertion", "--with-failures"));
    assertEquals(2, train("--bc", "updates=0"));
    assertTrue(err.toString().contains("updates = 0, at least 1"), err.toString());
    assertEquals(2, train("--bc", "speed=1"));
    assertTrue(err.toString().contains("--bc: no hyperparameter 'speed'"), err.toString());
  }
}
