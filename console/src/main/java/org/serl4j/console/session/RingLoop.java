package org.serl4j.console.session;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.resets.TaskGraph;
import org.serl4j.tasks.TaskRing;

/**
 * Episodes of the tasks of a ring in turn, until the run's end. Between two episodes the scene is
 * handed over, and then the whole run is what {@link RingState} and a checkpoint of each task hold:
 * an episode depends on its seed, its parameters and the scene it was handed.
 */
final class RingLoop {
  /** Failures of a task in a row before its scene is brought back anew. */
  private static final int MOST_FAILURES = 5;

  /** Rounds, the last of which begins from scenes drawn anew. */
  private static final int SCATTER_EVERY = 3;

  private static final long HANDOVER_STREAM = 6;

  private final RunDirectory run;
  private final TaskRing ring;
  private final List<TrainingLoop> loops;
  private final List<LastEpisode> latest;
  private final TrainOptions options;
  private final Progress progress;
  private final TaskGraph graph;
  private final TaskRing.Report before;
  private final boolean first;
  private final String resume;

  private double checkpointSeconds;
  private double shownSeconds;
  private long shownSteps;

  /**
   * @param loops of the tasks, in the order of the ring
   * @param latest likewise
   * @param options whose ends hold for the whole run
   * @param from null for a new run
   */
  RingLoop(
      RunDirectory run,
      TaskRing ring,
      List<TrainingLoop> loops,
      List<LastEpisode> latest,
      TrainOptions options,
      Progress progress,
      @Nullable RingState from) {
    this.run = run;
    this.ring = ring;
    this.loops = List.copyOf(loops);
    this.latest = List.copyOf(latest);
    this.options = options;
    this.progress = progress;
    graph = new TaskGraph(ring.names(), MOST_FAILURES, SCATTER_EVERY);
    first = from == null;
    before = from == null ? new TaskRing.Report(0, 0, 0) : from.report();
    resume = "'./serl4j train --resume " + run.folder() + "'";
    if (from != null) {
      graph.goTo(from.position());
      double[] scene = from.scene().stream().mapToDouble(Double::doubleValue).toArray();
      ring.handover().goOn(graph.now(), scene);
    }
  }

  /**
   * Runs to the end.
   *
   * @throws SessionException if the operator stopped it, or the scene cannot be brought back
   */
  void run() throws IOException {
    checkpointSeconds = wallSeconds();
    shownSeconds = checkpointSeconds;
    shownSteps = steps();
    if (first) {
      handOver(TaskRing.Scene.LEFT);
      save(false);
    }
    try (StopSignal stop =
        new StopSignal(
            () -> progress.say("stopping at the end of this episode, or in a few seconds"),
            () ->
                progress.say(
                    "stopped within an episode; go on from the last checkpoint: " + resume))) {
      while (!isOver()) {
        episode();
        boolean stopped = stop.requested();
        double seconds = wallSeconds();
        if (stopped || seconds - checkpointSeconds >= 60 * options.checkpointMinutes()) {
          save(false);
          checkpointSeconds = seconds;
        }
        if (stopped) {
          progress.say("stopped at env step %,d; go on: %s".formatted(steps(), resume));
          throw new SessionException("the run was stopped before its end");
        }
      }
      save(true);
    }
  }

  /** One episode of the task that is due, and the hand-over to the next. */
  private void episode() throws IOException {
    TrainingLoop due = loops.get(graph.now());
    try {
      do {
        due.step();
        show();
      } while (!due.atEpisodeStart());
    } catch (ResetFailedException e) {
      throw saved(e);
    }
    boolean reached = latest.get(graph.now()).rewarded();
    handOver(
        switch (graph.finished(reached)) {
          case ON, AGAIN -> TaskRing.Scene.LEFT;
          case SCATTER -> TaskRing.Scene.SCATTERED;
          case RESET -> TaskRing.Scene.ANEW;
        });
  }

  private void handOver(TaskRing.Scene scene) throws IOException {
    long seed =
        RandomStreams.seed(
            RandomStreams.seed(options.seed(), HANDOVER_STREAM), report().handovers());
    try {
      ring.handover().prepare(graph.now(), scene, seed);
    } catch (ResetFailedException e) {
      throw saved(e);
    }
  }

  private SessionException saved(ResetFailedException failure) throws IOException {
    save(false);
    return new SessionException(
        "%s; the run is saved at env step %d, go on: %s"
            .formatted(failure.getMessage(), steps(), resume),
        failure);
  }

  private boolean isOver() {
    int inARow = loops.stream().mapToInt(TrainingLoop::successesInARow).min().orElse(0);
    return TrainingLoop.isOver(options, steps(), wallSeconds(), inARow);
  }

  /** Hand-overs of the whole run. */
  TaskRing.Report report() {
    TaskRing.Report now = ring.handover().report();
    return new TaskRing.Report(
        before.handovers() + now.handovers(),
        before.fetched() + now.fetched(),
        before.attended() + now.attended());
  }

  private void save(boolean trained) throws IOException {
    Long[] checkpoints = new Long[loops.size()];
    for (int i = 0; i < checkpoints.length; i++) {
      checkpoints[i] = loops.get(i).save(trained);
    }
    TaskRing.Report report = report();
    run.writeJson(
        RingState.FILE,
        new RingState(
            RingState.VERSION,
            ring.names(),
            List.of(checkpoints),
            graph.position().now(),
            graph.position().failures(),
            graph.position().successes(),
            Arrays.stream(ring.handover().scene()).boxed().toList(),
            report.handovers(),
            report.fetched(),
            report.attended()));
  }

  private long steps() {
    return loops.stream().mapToLong(TrainingLoop::steps).sum();
  }

  private double wallSeconds() {
    return loops.get(0).wallSeconds();
  }

  private void show() {
    long nowNs = System.nanoTime();
    if (!progress.due(nowNs)) {
      return;
    }
    double seconds = wallSeconds();
    long steps = steps();
    double rate = (steps - shownSteps) / Math.max(1e-9, seconds - shownSeconds);
    double left =
        Math.min(
            (options.envSteps() - steps) / Math.max(1e-3, rate), 60 * options.minutes() - seconds);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < loops.size(); i++) {
      line.append(
          String.format(
              Locale.ROOT,
              "%s %s: %.0f %% of %d  ",
              i == graph.now() ? "->" : "  ",
              ring.names().get(i),
              100 * loops.get(i).successRate(),
              loops.get(i).window()));
    }
    progress.show(
        nowNs,
        String.format(
            Locale.ROOT,
            "env step %,d/%,d (%.1f/s), %d fetched, %s left  %s",
            steps,
            options.envSteps(),
            rate,
            report().fetched(),
            Progress.duration(left),
            line));
    shownSteps = steps;
    shownSeconds = seconds;
  }
}
