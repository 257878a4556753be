package org.serl4j.console.session;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import org.serl4j.tasks.TaskRing;

/**
 * Trains the tasks of a ring in one run: one arm, a policy with its own learner, demonstrations and
 * replay for each, and the success of one is the start of the next. Each task's directory is a run
 * of its own within the run's, for {@code evaluate} and {@code view}.
 */
public final class RingSession {
  private static final double NS = 1e-9;

  private final Path home;
  private final Progress progress;
  private final EpisodeListener watcher;

  /** Of all learners in lock-step, where one learns at a time. */
  private final Lanes lanes = Lanes.of(NativeThreads.learnerLanes());

  private final long startNs = System.nanoTime();

  /** One of the tasks. */
  private record Node(
      RewardedTask task, TrainOptions options, RunDirectory run, OperatorSeat seat) {
    OpenTask open() {
      return task.open();
    }
  }

  /**
   * @param home the program's folder, whose commit is noted
   */
  public RingSession(Path home, Progress progress) {
    this(home, progress, EpisodeListener.NONE);
  }

  /**
   * @param watcher sees every step of training of all tasks
   */
  RingSession(Path home, Progress progress, EpisodeListener watcher) {
    this.home = home;
    this.progress = progress;
    this.watcher = watcher;
  }

  /** A new run: demonstrations, training, evaluation of each task. */
  @SuppressWarnings("try") // the lock is held, not used
  public RingSummary run(RingOptions options) throws IOException {
    RlpdConfig config = Hyperparameters.with(options.shared().overrides());
    for (int i = 0; i < options.demos().size(); i++) {
      Demonstrations.requireRewardedBy(
          options.demos().get(i), options.rewards().isEmpty() ? null : options.rewards().get(i));
    }
    NativeThreads.single();
    TrainOptions shared = options.shared().withFolder();
    Cell cell = Cell.read(shared.cell());
    for (int i = 0; i < options.tasks().size(); i++) {
      requirePossible(options.of(i, Path.of("")), cell);
    }
    try (lanes;
        TaskRing ring = open(shared.task(), cell, shared, !options.rewards().isEmpty())) {
      List<Node> nodes = new ArrayList<>();
      ReplayMemory memory = memory(options, ring, config);
      memory.require(); // refused before the run is made
      RunDirectory run = RunDirectory.create(shared);
      progress.say("run: " + run.folder());
      progress.say(memory.line());
      try (Closeable alone = run.lock()) {
        for (int i = 0; i < ring.tasks().size(); i++) {
          RunDirectory own = RunDirectory.create(options.of(i, run.folder()));
          // with the copies of cell and classifier
          nodes.add(node(ring.tasks().get(i), cell, options.of(i, run.folder()), own));
        }
        return train(run, ring, cell, nodes, config, null);
      }
    }
  }

  /**
   * Goes on with a run from its newest checkpoint, or from the beginning if it has none; only
   * evaluates if training is over.
   *
   * @param envSteps another end; null for the run's own
   * @param minutes likewise
   * @throws SessionException if the run is finished, in use, or its checkpoint damaged
   */
  @SuppressWarnings("try") // the lock is held, not used
  public RingSummary resume(RunDirectory run, @Nullable Integer envSteps, @Nullable Double minutes)
      throws IOException {
    NativeThreads.single();
    TrainOptions shared = run.options().until(envSteps, minutes);
    RlpdConfig config = Hyperparameters.with(shared.overrides());
    Cell cell = Cell.read(shared.cell());
    List<String> names = new TaskCatalogue().ring(shared.task());
    List<TrainOptions> stored =
        RingOptions.until(RingOptions.stored(run, names), envSteps, minutes);
    boolean learned = stored.stream().anyMatch(options -> options.reward() != null);
    try (Closeable alone = run.lock();
        lanes;
        TaskRing ring = open(shared.task(), cell, shared, learned)) {
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        RunDirectory own = RunDirectory.open(run.folder().resolve(names.get(i)));
        nodes.add(node(ring.tasks().get(i), cell, stored.get(i), own));
      }
      RingState state = run.ringState();
      if (state == null) {
        progress.say("the run has no checkpoint yet: it begins anew");
        for (Node node : nodes) {
          node.run.forgetBeginning();
        }
        return train(run, ring, cell, nodes, config, null);
      }
      List<PolicyTraining.Resumed> from = read(nodes, state);
      requireUnfinished(run, nodes, from);
      run.save(shared);
      for (Node node : nodes) {
        node.run.save(node.options);
      }
      return train(run, ring, cell, nodes, config, new Resumed(state, from));
    }
  }

  /** Where a run goes on. */
  private record Resumed(RingState state, List<PolicyTraining.Resumed> tasks) {
    long envSteps() {
      return tasks.stream().mapToLong(t -> t.point().stored().counters().envSteps()).sum();
    }
  }

  private TaskRing open(String task, Cell cell, TrainOptions shared, boolean learnedReward)
      throws IOException {
    TaskOptions options =
        new TaskOptions(shared.randomBoard(), !shared.realtime())
            .keepingStops(Objects.requireNonNull(shared.run()).resolve(RunDirectory.STOPS));
    return new TaskCatalogue().openRing(task, cell, learnedReward ? options.goingOn() : options);
  }

  /** Refuses what no bench can do, before an arm is looked for. */
  private static void requirePossible(TrainOptions options, Cell cell) {
    if (options.reward() == null) {
      LearnedReward.requireTruth(options.task(), cell, LearnedReward.CLASSIFIER_REMEDY);
    }
    Demonstrations.requireScript(options, cell);
  }

  /** Of one task: in real time each learner has a thread of its own, and no lanes besides. */
  private Lanes lanes(TrainOptions options) {
    return options.realtime() ? Lanes.single() : lanes;
  }

  private Node node(OpenTask open, Cell cell, TrainOptions options, RunDirectory run) {
    Path file = options.reward();
    RewardedTask task;
    if (file == null) {
      task = RewardedTask.byItself(open);
    } else {
      task = RewardedTask.by(SuccessClassifier.load(file), open, cell, file);
      progress.say(options.task() + " is rewarded by " + task.words());
    }
    task = task.with(TerminalAttendant.attending(task.open(), progress));
    OperatorSeat seat = OperatorSeat.open(options.operator().who(), task.open(), progress);
    return new Node(task, options, run, seat);
  }

  private static ReplayMemory memory(RingOptions options, TaskRing ring, RlpdConfig config) {
    long online = 0;
    long demos = 0;
    for (int i = 0; i < ring.tasks().size(); i++) {
      TrainOptions own = options.of(i, Path.of(""));
      online += own.onlineRows();
      demos += Demonstrations.rows(own, ring.tasks().get(i).environment());
    }
    return new ReplayMemory(
        config.replayRowBytes(ring.tasks().get(0).environment().spaces()),
        online,
        demos,
        Runtime.getRuntime().maxMemory());
  }

  private List<PolicyTraining.Resumed> read(List<Node> nodes, RingState state) {
    List<PolicyTraining.Resumed> from = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      TrainingCheckpoint checkpoints = node.run.checkpoints();
      ResumePoint point =
          ResumePoint.at(
              state.checkpoints().get(i),
              node.run,
              checkpoints,
              node.options,
              node.open().environment().spaces(),
              lanes(node.options));
      from.add(new PolicyTraining.Resumed(point, checkpoints));
    }
    return from;
  }

  private static void requireUnfinished(
      RunDirectory run, List<Node> nodes, List<PolicyTraining.Resumed> from) {
    long made = from.stream().mapToLong(t -> t.point().stored().counters().envSteps()).sum();
    int wanted = nodes.get(0).options.envSteps();
    if (wanted < made && !over(from)) {
      throw new SessionException(
          "--env-steps %d: the run has made %d already".formatted(wanted, made));
    }
    if (run.isConcluded() && over(from) && wanted <= made) {
      throw new SessionException(
          "the run is finished after %d env steps: raise --env-steps or --minutes to go on"
              .formatted(made));
    }
  }

  private static boolean over(List<PolicyTraining.Resumed> from) {
    return from.stream().allMatch(t -> t.point().stored().counters().trained());
  }

  private RingSummary train(
      RunDirectory run,
      TaskRing ring,
      Cell cell,
      List<Node> nodes,
      RlpdConfig config,
      @Nullable Resumed from)
      throws IOException {
    double wallBefore = 0;
    if (from != null) {
      wallBefore = from.tasks.get(0).point().stored().counters().wallSeconds();
      progress.say("resumed at env step %,d".formatted(from.envSteps()));
    }
    List<PolicyTraining> trainings = new ArrayList<>();
    List<Conclusion.Trained> made = new ArrayList<>();
    List<String> advice = new ArrayList<>();
    TaskRing.Report handovers;
    try {
      List<LastEpisode> latest = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        Node node = nodes.get(i);
        LastEpisode last = new LastEpisode(watcher);
        latest.add(last);
        progress.say(node.options.task() + ":");
        trainings.add(
            PolicyTraining.open(
                new PolicyTraining.Place(
                    node.task, cell, node.seat, last, lanes(node.options), progress, startNs),
                node.options,
                config,
                node.run,
                from == null ? null : from.tasks.get(i)));
      }
      RingLoop loop =
          new RingLoop(
              run,
              ring,
              trainings.stream().map(PolicyTraining::loop).toList(),
              latest,
              nodes.get(0).options,
              progress,
              from == null ? null : from.state);
      loop.run();
      ring.handover().forget(); // evaluations draw their scenes
      handovers = loop.report();
      for (PolicyTraining training : trainings) {
        made.add(
            new Conclusion.Trained(
                training.agent(), training.loop().counters(true), training.corrections()));
        advice.add(training.advice());
      }
    } finally {
      close(trainings);
    }
    progress.say("trained: " + handovers.line());
    advice.stream().filter(line -> !line.isEmpty()).forEach(progress::say);
    return conclude(run, nodes, made, config, handovers, wallBefore);
  }

  private static void close(List<PolicyTraining> trainings) {
    RuntimeException failure = null;
    for (PolicyTraining training : trainings) {
      try {
        training.close();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private RingSummary conclude(
      RunDirectory run,
      List<Node> nodes,
      List<Conclusion.Trained> made,
      RlpdConfig config,
      TaskRing.Report handovers,
      double wallBefore)
      throws IOException {
    List<Summary> summaries = new ArrayList<>();
    long envSteps = 0;
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      double seconds = wallBefore + (System.nanoTime() - startNs) * NS;
      progress.say(
          node.options.task()
              + ": %d env steps, %d critic updates; %s"
                  .formatted(
                      made.get(i).counters().envSteps(),
                      made.get(i).agent().updates(),
                      node.open().report().get()));
      summaries.add(
          new Conclusion(node.options, config, home, progress)
              .of(node.open(), node.run, made.get(i), seconds));
      envSteps += made.get(i).counters().envSteps();
    }
    RingSummary summary = new RingSummary(summaries, envSteps, handovers);
    run.writeJson(Summary.FILE, summary);
    return summary;
  }
}
