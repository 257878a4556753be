package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.RandomStreams;

/**
 * What an operator chooses about a run of several tasks that reset each other.
 *
 * @param shared for all of them together: {@code envSteps}, {@code minutes} are of the whole run
 * @param tasks in the order of the ring
 * @param demos a recorded data set for each; empty to record them first
 * @param rewards a success classifier for each; empty for the tasks' own rewards
 */
public record RingOptions(
    TrainOptions shared, List<String> tasks, List<Path> demos, List<Path> rewards) {
  /** Keeps the tasks' seeds apart. */
  private static final long TASK_STREAM = 7;

  public RingOptions {
    tasks = List.copyOf(tasks);
    demos = List.copyOf(demos);
    rewards = List.copyOf(rewards);
    requireOneEach("--demos", demos, tasks);
    requireOneEach("--reward", rewards, tasks);
    if (shared.vice() != null) {
      throw new IllegalArgumentException(
          "--vice has the goals of one task: train one with --resets scripted, or leave it out");
    }
  }

  private static void requireOneEach(String option, List<Path> given, List<String> tasks) {
    if (!given.isEmpty() && given.size() != tasks.size()) {
      throw new IllegalArgumentException(
          "%s names %d: give one for each of %s, in this order and with commas between them"
              .formatted(option, given.size(), String.join(", ", tasks)));
    }
  }

  /**
   * The options of one task, whose directory stands in the run's.
   *
   * @param run the run's directory
   */
  TrainOptions of(int task, Path run) {
    long seed = task == 0 ? shared.seed() : RandomStreams.seed(shared.seed(), TASK_STREAM + task);
    return shared.forTask(
        tasks.get(task),
        seed,
        run.resolve(tasks.get(task)),
        demos.isEmpty() ? null : demos.get(task),
        rewards.isEmpty() ? null : rewards.get(task));
  }

  /** The options of each task of a run that exists, from their own directories. */
  static List<TrainOptions> stored(RunDirectory run, List<String> tasks) {
    List<TrainOptions> options = new ArrayList<>();
    for (String task : tasks) {
      options.add(RunDirectory.open(run.folder().resolve(task)).options());
    }
    return options;
  }

  /** The same with other ends; null leaves an end as it is. */
  static List<TrainOptions> until(
      List<TrainOptions> tasks, @Nullable Integer envSteps, @Nullable Double minutes) {
    return tasks.stream().map(options -> options.until(envSteps, minutes)).toList();
  }
}
