package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.intervention.Intervention;
import org.serl4j.console.session.BcOptions;
import org.serl4j.console.session.BcSession;
import org.serl4j.console.session.Hyperparameters;
import org.serl4j.console.session.MistakeOptions;
import org.serl4j.console.session.OperatorOptions;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.Recipe;
import org.serl4j.console.session.RingOptions;
import org.serl4j.console.session.RingSession;
import org.serl4j.console.session.RunDirectory;
import org.serl4j.console.session.TrainOptions;
import org.serl4j.console.session.TrainSession;
import org.serl4j.console.session.ViceOptions;
import org.serl4j.tasks.TaskCatalogue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Demonstrations, training, evaluation. */
@Command(
    name = "train",
    description = "Train a policy from camera images, then evaluate it.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class TrainCommand implements Callable<Integer> {
  private static final String SCRIPTED = "scripted";
  private static final String FORWARD_BACKWARD = "forward-backward";

  private static final List<String> WITH_RESUME =
      List.of("--resume", "--env-steps", "--minutes", "--previous-checkpoint", "--verbose");

  /** Without {@link TaskArgument}: a resumed run knows its task. */
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TASK",
      description = "Name of the task; a resumed run knows its own.")
  private @Nullable String task;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description =
          "rlpd: learn by trying; bc: clone the demonstrations; residual: clone them, then learn by"
              + " trying how to correct the clone (default: residual for cable-routing and"
              + " object-relocation, rlpd for the others).")
  private @Nullable String algorithm;

  @Option(
      names = "--bc",
      paramLabel = "NAME=VALUE",
      description = "With bc: a hyperparameter, such as updates=2000 (repeatable).")
  private Map<String, String> cloningOverrides = new TreeMap<>();

  @Option(
      names = "--with-failures",
      description = "With bc: clone (and, if they are recorded first, keep) failed episodes too.")
  private boolean withFailures;

  @Option(
      names = "--env-steps",
      paramLabel = "N",
      description =
          "Stop after N environment steps (default: 5500 for cable-routing, 7000 for each of"
              + " object-relocation's tasks, 8000 for the others).")
  private @Nullable Integer envSteps;

  @Option(names = "--minutes", paramLabel = "M", description = "Stop after M minutes.")
  private double minutes = Double.POSITIVE_INFINITY;

  @Option(names = "--seed", paramLabel = "S", description = "Decides everything random.")
  private long seed;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "Directory of the run (default: runs/TASK-seedS-TIME).")
  private @Nullable Path run;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Go on with that run, exactly where its newest checkpoint was taken: its task and options"
              + " hold, --env-steps and --minutes may be raised.")
  private @Nullable Path resume;

  @Option(
      names = "--previous-checkpoint",
      description = "With --resume: go on from the checkpoint before the newest.")
  private boolean previousCheckpoint;

  @Option(
      names = "--demos",
      paramLabel = "DIR",
      split = ",",
      description =
          "A recorded data set; without it, demonstrations are recorded first. Two of them with a"
              + " comma, if two tasks reset each other.")
  private List<Path> demos = List.of();

  @Option(names = "--demo-episodes", paramLabel = "N", description = "Episodes to record.")
  private int demoEpisodes = TrainOptions.DEMO_EPISODES;

  @Option(
      names = "--realtime",
      description = "Wall clock and free-running learner instead of reproducible lock-step.")
  private boolean realtime;

  @Option(names = "--random-board", description = "Put the board elsewhere in every episode.")
  private boolean randomBoard;

  @Option(
      names = "--reward",
      paramLabel = "FILE",
      split = ",",
      description =
          "A success classifier (./serl4j reward train): its reward and end replace the task's own,"
              + " also in the demonstrations; success is still told by the task. Two of them with"
              + " a comma, if two tasks reset each other.")
  private List<Path> rewards = List.of();

  @Option(
      names = "--resets",
      paramLabel = "HOW",
      description =
          "scripted: one task, its scene brought back for every episode; forward-backward: the task"
              + " and its way back in one run, the success of one is the start of the other"
              + " (default, where a task has a way back).")
  private @Nullable String resets;

  @Option(
      names = "--vice",
      paramLabel = "GOALS",
      description =
          "A labelled data set (./serl4j reward collect, ./serl4j record): the reward is learned"
              + " while the policy is, from its images of success and from what the policy sees.")
  private @Nullable Path vice;

  @Option(
      names = "--vice-config",
      paramLabel = "NAME=VALUE",
      description =
          "With --vice: a hyperparameter of its classifier, such as updatesPerStep=0.5 for an update"
              + " every second learner step (repeatable).")
  private Map<String, String> viceOverrides = new TreeMap<>();

  @Option(
      names = "--missed-successes",
      description =
          "With --reward: keep the episodes whose success it did not see, in RUN/missed-successes,"
              + " beside those that it rewarded without success, in RUN/false-rewards.")
  private boolean missedSuccesses;

  @Option(
      names = "--keep-rewarded",
      paramLabel = "N",
      description =
          "With --reward: keep the newest N rewarded episodes in RUN/rewarded, for './serl4j reward"
              + " flag'.")
  private int keptRewarded;

  @Option(
      names = "--learner-steps",
      paramLabel = "X",
      description = "Learner steps (4 critic updates, 1 policy update) for each env step.")
  private double learnerSteps = TrainOptions.LEARNER_STEPS;

  @Option(
      names = "--start-after",
      paramLabel = "N",
      description = "Env steps before the first update.")
  private int startAfter = TrainOptions.START_AFTER;

  @Option(
      names = "--until-successes",
      paramLabel = "N",
      description = "Stop when N episodes in a row succeeded; 0: never.")
  private int untilSuccesses;

  @Option(
      names = "--evaluation-episodes",
      paramLabel = "N",
      description = "Episodes of the evaluation at the end.")
  private int evaluationEpisodes = TrainOptions.EVALUATION_EPISODES;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "M",
      description = "Minutes between two checkpoints.")
  private double checkpointMinutes = TrainOptions.CHECKPOINT_MINUTES;

  @Option(
      names = "--operator",
      paramLabel = "WHO",
      description =
          "Who may correct the policy: none, scripted, keyboard, gamepad, spacemouse. A person"
              + " implies --realtime.")
  private String operator = "none";

  @Option(
      names = "--hand-over-steps",
      paramLabel = "N",
      description = "Env steps in which control goes over to the operator and back.")
  private int handOverSteps = Intervention.RAMP_STEPS;

  @Option(
      names = "--config",
      paramLabel = "NAME=VALUE",
      description = "A hyperparameter, such as discount=0.98 (repeatable).")
  private Map<String, String> overrides = new TreeMap<>();

  @Override
  public Integer call() throws IOException {
    if (resume != null) {
      return goOn(resume);
    }
    if (previousCheckpoint) {
      throw usage("--previous-checkpoint goes with --resume RUN");
    }
    if (task == null) {
      throw usage("Missing required parameter: 'TASK'");
    }
    String how;
    TrainOptions options;
    BcOptions cloning;
    @Nullable RingOptions ring;
    try {
      Recipe recipe = Recipe.of(task);
      how = algorithm == null ? recipe.algorithm() : algorithm;
      requireFitting(how);
      List<String> tasks = ring(task, how);
      cloning = BcOptions.with(cloningOverrides, withFailures);
      OperatorOptions.Who who = OperatorOptions.Who.of("--operator", operator);
      options =
          new TrainOptions(
              task,
              seed,
              envSteps == null ? recipe.envSteps() * Math.max(1, tasks.size()) : envSteps,
              minutes,
              run,
              null,
              demoEpisodes,
              cell.file(task),
              realtime || who.isPerson(),
              randomBoard,
              learnerSteps,
              startAfter,
              untilSuccesses,
              evaluationEpisodes,
              checkpointMinutes,
              new OperatorOptions(who, handOverSteps),
              how.equals(Recipe.RESIDUAL)
                  ? Hyperparameters.residual(task, overrides, vice != null)
                  : overrides,
              rewards.isEmpty() ? null : rewards.get(0),
              new MistakeOptions(missedSuccesses, keptRewarded),
              vice == null ? null : new ViceOptions(vice, viceOverrides));
      if (tasks.isEmpty()) {
        ring = null;
        options = options.forTask(task, seed, run, one("--demos", demos), one("--reward", rewards));
      } else {
        ring = new RingOptions(options, tasks, demos, rewards);
      }
      options.requireKnownHyperparameters();
    } catch (IllegalArgumentException e) {
      throw usage(Main.firstLine(e));
    }
    Progress progress = Progress.to(spec.commandLine().getOut());
    if (ring != null) {
      new RingSession(cell.home(), progress).run(ring);
    } else if (how.equals(Recipe.BC)) {
      new BcSession(options, cloning, cell.home(), progress).run();
    } else {
      new TrainSession(options, cell.home(), progress).run();
    }
    return 0;
  }

  /** The tasks of the ring to train; empty to train the task alone. */
  private List<String> ring(String name, String how) {
    List<String> tasks = new TaskCatalogue().ring(name);
    if (resets == null) {
      return how.equals(Recipe.BC) ? List.of() : tasks;
    }
    return switch (resets) {
      case SCRIPTED -> List.of();
      case FORWARD_BACKWARD -> {
        if (tasks.isEmpty() || how.equals(Recipe.BC)) {
          throw new IllegalArgumentException(
              "--resets "
                  + FORWARD_BACKWARD
                  + ": "
                  + (tasks.isEmpty()
                      ? name + " begins no way there and back"
                      : "not with " + Recipe.BC));
        }
        yield tasks;
      }
      default ->
          throw new IllegalArgumentException(
              "no resets '%s': choose one of %s, %s".formatted(resets, SCRIPTED, FORWARD_BACKWARD));
    };
  }

  private static @Nullable Path one(String option, List<Path> given) {
    if (given.size() > 1) {
      throw new IllegalArgumentException(
          option + " names " + given.size() + ": one task takes one");
    }
    return given.isEmpty() ? null : given.get(0);
  }

  private int goOn(Path folder) throws IOException {
    RunDirectory directory = RunDirectory.open(folder);
    directory.requireResumable();
    TrainOptions stored = directory.options();
    if (task != null && !task.equals(stored.task())) {
      throw usage("the run " + folder + " trains " + stored.task() + ", not " + task);
    }
    CommandLine.ParseResult given = spec.commandLine().getParseResult();
    for (CommandLine.Model.OptionSpec option : given.matchedOptions()) {
      if (!WITH_RESUME.contains(option.longestName())) {
        throw usage(
            option.longestName()
                + " is the run's own: with --resume give only "
                + String.join(", ", WITH_RESUME.subList(1, 3)));
      }
    }
    @Nullable Double otherMinutes = given.hasMatchedOption("--minutes") ? (Double) minutes : null;
    TrainOptions options;
    try {
      options = stored.until(envSteps, otherMinutes);
    } catch (IllegalArgumentException e) {
      throw usage(Main.firstLine(e));
    }
    if (!directory.tasks().isEmpty()) {
      if (previousCheckpoint) {
        throw usage("--previous-checkpoint: a run of two tasks keeps one place to go on from");
      }
      new RingSession(cell.home(), Progress.to(spec.commandLine().getOut()))
          .resume(directory, envSteps, otherMinutes);
      return 0;
    }
    new TrainSession(options, cell.home(), Progress.to(spec.commandLine().getOut()))
        .resume(directory, previousCheckpoint);
    return 0;
  }

  private CommandLine.ParameterException usage(String complaint) {
    return new CommandLine.ParameterException(spec.commandLine(), complaint);
  }

  private void requireFitting(String how) {
    if (!Recipe.ALGORITHMS.contains(how)) {
      throw usage(
          "no algorithm '" + how + "': choose one of " + String.join(", ", Recipe.ALGORITHMS));
    }
    boolean clones = how.equals(Recipe.BC);
    if (clones && !rewards.isEmpty()) {
      throw usage("--reward goes with --algorithm rlpd or residual: cloning needs no reward");
    }
    if (clones && vice != null) {
      throw usage("--vice goes with --algorithm rlpd or residual: cloning needs no reward");
    }
    if (vice == null && !viceOverrides.isEmpty()) {
      throw usage("--vice-config goes with --vice GOALS");
    }
    if (!clones && (withFailures || !cloningOverrides.isEmpty())) {
      throw usage("--bc and --with-failures go with --algorithm bc");
    }
  }
}
