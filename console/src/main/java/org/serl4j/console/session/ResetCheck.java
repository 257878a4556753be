package org.serl4j.console.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.serl4j.agent.Median;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.tasks.ResetTest;
import org.serl4j.tasks.ResetTest.Trial;

/**
 * What a check of a task's resets found.
 *
 * @param routines names of all routines, in their order
 * @param trials in the order in which they were run
 */
public record ResetCheck(List<String> routines, List<Trial> trials) {
  private static final String ROW = "%-12s %6s %7s %7s %9s %9s";

  public ResetCheck {
    routines = List.copyOf(routines);
    trials = List.copyOf(trials);
  }

  /** Runs so many resets; each failure is said as it comes. */
  public static ResetCheck run(ResetTest test, int resets, long seed, Progress progress) {
    List<Trial> trials = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < resets; i++) {
      Trial trial = test.trials().run(i, random);
      trials.add(trial);
      if (!trial.done()) {
        progress.say("reset %d, %s: %s".formatted(i + 1, trial.state(), trial.problem()));
      }
      long nowNs = System.nanoTime();
      if (progress.due(nowNs)) {
        progress.show(nowNs, "resets: %d/%d".formatted(i + 1, resets));
      }
    }
    return new ResetCheck(test.routines(), trials);
  }

  /** How many resets left something where it should not be. */
  public long failed() {
    return trials.stream().filter(trial -> !trial.done()).count();
  }

  /** A row for each routine, one for whole resets, and how exactly they ended. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(row("routine", "runs", "failed", "tries", "median s", "worst s"));
    for (String routine : routines) {
      List<ResetOutcome> outcomes =
          trials.stream()
              .flatMap(trial -> trial.routines().stream())
              .filter(outcome -> outcome.routine().equals(routine))
              .toList();
      long failures = outcomes.stream().filter(outcome -> !outcome.done()).count();
      int tries = outcomes.stream().mapToInt(ResetOutcome::tries).sum();
      lines.add(row(routine, failures, tries, sorted(outcomes, ResetOutcome::seconds)));
    }
    int tries =
        trials.stream().flatMap(t -> t.routines().stream()).mapToInt(o -> o.tries() - 1).sum();
    lines.add(
        row("whole reset", failed(), trials.size() + tries, sorted(trials, ResetCheck::seconds)));
    List<Trial> done = trials.stream().filter(Trial::done).toList();
    if (!done.isEmpty()) {
      lines.add(
          "after the reset, median and worst: %s mm and %s rad from the start pose%s"
              .formatted(
                  spread(done, trial -> 1000 * trial.positionError(), "%.1f"),
                  spread(done, Trial::rotationError, "%.3f"),
                  grasp(done)));
    }
    return lines;
  }

  private static String grasp(List<Trial> done) {
    return done.stream().anyMatch(trial -> Double.isNaN(trial.slip()))
        ? ""
        : ", part %s mm from its grasp"
            .formatted(spread(done, trial -> 1000 * trial.slip(), "%.1f"));
  }

  private static double seconds(Trial trial) {
    return trial.routines().stream().mapToDouble(ResetOutcome::seconds).sum();
  }

  private static String row(String name, long failed, int tries, double[] seconds) {
    boolean none = seconds.length == 0;
    return row(
        name,
        String.valueOf(seconds.length),
        String.valueOf(failed),
        String.valueOf(tries),
        none ? "-" : number("%.1f", Median.of(seconds).median()),
        none ? "-" : number("%.1f", seconds[seconds.length - 1]));
  }

  private static String row(String... cells) {
    return ROW.formatted((Object[]) cells);
  }

  private static <T> double[] sorted(List<T> all, ToDoubleFunction<T> value) {
    return all.stream().mapToDouble(value).sorted().toArray();
  }

  private static String spread(List<Trial> all, ToDoubleFunction<Trial> value, String format) {
    double[] values = sorted(all, value);
    return number(format, Median.of(values).median())
        + " and "
        + number(format, values[values.length - 1]);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
