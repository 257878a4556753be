package org.serl4j.console.session;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.agent.roles.TrainingCounters;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/**
 * Whether two runs came to the same end, bit for bit: agent, learned reward, both replay buffers,
 * counters and metrics. Clocks are left out: wall time, robot time (the first reset of a session
 * has another way to go) and the rates made of them.
 */
public final class RunComparison {
  private static final List<String> CLOCKS =
      List.of("wall_s", "robot_s", "env_steps_per_s", "updates_per_s");

  private RunComparison() {}

  /**
   * Names of the parts that differ; empty if the runs are equal.
   *
   * @throws IOException if a run cannot be read
   */
  public static List<String> differences(Path one, Path two) throws IOException {
    RunDirectory first = RunDirectory.open(one);
    RunDirectory second = RunDirectory.open(two);
    TrainOptions options = first.options();
    Spaces spaces;
    try (Environment environment =
        new TaskCatalogue()
            .open(
                options.task(),
                Cell.read(first.cell()),
                new TaskOptions(options.randomBoard(), true))
            .environment()) {
      spaces = environment.spaces();
    }
    RlpdConfig config = Hyperparameters.with(options.overrides());
    Map<String, byte[]> ours = parts(first, spaces, config);
    Map<String, byte[]> theirs = parts(second, spaces, config);
    List<String> different = new ArrayList<>();
    ours.forEach(
        (name, bytes) -> {
          if (!Arrays.equals(bytes, theirs.get(name))) {
            different.add(name);
          }
        });
    if (!metrics(first).equals(metrics(second))) {
      different.add("metrics");
    }
    return different;
  }

  private static Map<String, byte[]> parts(RunDirectory run, Spaces spaces, RlpdConfig config)
      throws IOException {
    TrainingCheckpoint checkpoints = run.checkpoints();
    TrainingCheckpoint.Stored stored = checkpoints.open(checkpoints.numbers().get(0));
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("agent", Files.readAllBytes(stored.agentFile()));
    Path reward = stored.rewardFile();
    parts.put("reward", reward == null ? new byte[0] : Files.readAllBytes(reward));
    ByteArrayOutputStream online = new ByteArrayOutputStream();
    checkpoints.loadOnline(0, spaces, config).save(new DataOutputStream(online));
    parts.put("online replay", online.toByteArray());
    ByteArrayOutputStream demos = new ByteArrayOutputStream();
    checkpoints.loadDemos(0, spaces, config).save(new DataOutputStream(demos));
    parts.put("demonstrations", demos.toByteArray());
    ByteArrayOutputStream counters = new ByteArrayOutputStream();
    TrainingCounters c = stored.counters();
    DataOutputStream out = new DataOutputStream(counters);
    out.writeUTF(c.envSteps() + " " + c.episodes() + " " + c.learnerSteps());
    out.writeUTF(c.owedLearnerSteps() + " " + c.encodedFrames() + " " + c.newest());
    parts.put("counters", counters.toByteArray());
    return parts;
  }

  /** The rows of metrics.csv without the columns of clocks. */
  private static List<List<String>> metrics(RunDirectory run) throws IOException {
    List<String> lines = Files.readAllLines(run.metrics());
    List<String> names = List.of(lines.get(0).split(",", -1));
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines) {
      String[] cells = line.split(",", -1);
      List<String> row = new ArrayList<>();
      for (int i = 0; i < cells.length; i++) {
        if (!CLOCKS.contains(names.get(i))) {
          row.add(cells[i]);
        }
      }
      rows.add(row);
    }
    return rows;
  }
}
