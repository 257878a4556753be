package org.serl4j.console.session;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.bc.BcConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Imitation;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.FreeRun;
import org.serl4j.agent.roles.Learner;
import org.serl4j.agent.roles.LearnerConfig;
import org.serl4j.agent.roles.LockStep;
import org.serl4j.agent.roles.Training;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.agent.roles.TrainingCounters;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.vice.GoalImages;
import org.serl4j.rewards.vice.Vice;
import org.serl4j.tasks.OpenTask;

/**
 * One policy in training, all that is its own: actor and learner, demonstrations and replay,
 * encoder, log, checkpoints. A {@link TrainingLoop} lets it go on.
 */
final class PolicyTraining implements Closeable {
  private static final long LEARNER_DEADLINE_MS = 120_000;
  private static final int QUEUE = 1000;
  private static final long AGENT_STREAM = 1;
  private static final long LEARNER_STREAM = 2;
  private static final long ENCODER_STREAM = 3;
  private static final long DEMO_STREAM = 4;
  private static final long ACTOR_STREAM = 5;
  private static final long GOAL_STREAM = 6;
  private static final long VICE_STREAM = 7;
  private static final long CLONING_STREAM = 8;

  private final FrameEncoder encoder;
  private final TrainingLog log;
  private final Training training;
  private final TrainingLoop loop;
  private final RlpdAgent agent;
  private final String task;
  private final @Nullable MistakeRecorder mistakes;

  /**
   * Where training happens, and who watches.
   *
   * @param watcher sees every step, on the actor's thread
   * @param lanes who does the agent's updates
   * @param startNs when the session began, by {@link System#nanoTime}
   */
  record Place(
      RewardedTask task,
      Cell cell,
      OperatorSeat seat,
      EpisodeListener watcher,
      Lanes lanes,
      Progress progress,
      long startNs) {
    OpenTask open() {
      return task.open();
    }
  }

  /** A checkpoint and the folder that it came from, which goes on behind it. */
  record Resumed(ResumePoint point, TrainingCheckpoint checkpoints) {}

  /** What training begins with. */
  private record Beginning(
      RlpdAgent agent, ReplayBuffer online, ReplayBuffer demos, TrainingCounters counters) {}

  private PolicyTraining(
      FrameEncoder encoder,
      TrainingLog log,
      Training training,
      TrainingLoop loop,
      RlpdAgent agent,
      String task,
      @Nullable MistakeRecorder mistakes) {
    this.encoder = encoder;
    this.log = log;
    this.training = training;
    this.loop = loop;
    this.agent = agent;
    this.task = task;
    this.mistakes = mistakes;
  }

  /**
   * Opens it: with demonstrations first, or where a checkpoint was taken.
   *
   * @param run its directory
   * @param resumed null for a new run
   */
  static PolicyTraining open(
      Place place,
      TrainOptions options,
      RlpdConfig config,
      RunDirectory run,
      @Nullable Resumed resumed)
      throws IOException {
    Environment environment = place.open().environment();
    FrameEncoder encoder =
        FrameEncoder.open(environment.spaces(), config.encoder(), stream(options, ENCODER_STREAM));
    TrainingLog log = null;
    try {
      Beginning beginning =
          resumed == null
              ? begin(place, options, config, run, encoder)
              : begin(resumed.point, encoder);
      Vice vice = vice(place, options, run, beginning, resumed);
      MistakeRecorder mistakes = options.reward() == null ? null : recorder(place, options, run);
      log =
          new TrainingLog(
              run,
              mistakes == null ? place.watcher : mistakes,
              place.task.probability(),
              vice == null ? null : vice::report,
              place.open().resetRetries(),
              resumed == null ? null : resumed.point.stored());
      return open(place, options, config, run, resumed, encoder, beginning, vice, mistakes, log);
    } catch (IOException | RuntimeException | Error e) {
      if (log != null) {
        log.close();
      }
      encoder.close();
      throw e;
    }
  }

  private static PolicyTraining open(
      Place place,
      TrainOptions options,
      RlpdConfig config,
      RunDirectory run,
      @Nullable Resumed resumed,
      FrameEncoder encoder,
      Beginning beginning,
      @Nullable Vice vice,
      @Nullable MistakeRecorder mistakes,
      TrainingLog log) {
    Environment environment = place.open().environment();
    Actor actor =
        new Actor(
            environment,
            encoder,
            new Policy(config, environment.spaces()),
            Actor.Mode.SAMPLED,
            stream(options, ACTOR_STREAM),
            place.seat.intervention(place.open(), options.operator().handOverSteps()),
            log);
    actor.resumeAfter(beginning.counters.episodes());
    Learner learner = learner(environment, options, beginning);
    if (vice != null) {
      learner.rewardedBy(vice);
    }
    place.progress.say(NativeThreads.single() + ", learner lanes " + place.lanes.count());
    place.progress.say(
        "training: %d demonstrated transitions, %d env steps, seed %d"
            .formatted(beginning.demos.size(), options.envSteps(), options.seed()));
    Training training =
        options.realtime()
            ? new FreeRun(actor, learner, QUEUE, LEARNER_DEADLINE_MS)
            : new LockStep(actor, learner, options.learnerSteps(), LEARNER_DEADLINE_MS);
    try {
      training.resume(beginning.counters.owedLearnerSteps(), beginning.counters.newest());
      TrainingLoop loop =
          new TrainingLoop(
              new TrainingLoop.Parts(
                  beginning.agent, learner, actor, encoder, environment, training),
              options,
              resumed == null ? run.checkpoints() : resumed.checkpoints,
              log,
              place.progress,
              beginning.counters,
              place.startNs,
              resumed == null ? 0 : environment.robotSeconds());
      return new PolicyTraining(
          encoder, log, training, loop, beginning.agent, options.task(), mistakes);
    } catch (RuntimeException | Error e) {
      training.close();
      throw e;
    }
  }

  /** The reward that is learned meanwhile; goals are encoded once and kept by the run. */
  private static @Nullable Vice vice(
      Place place,
      TrainOptions options,
      RunDirectory run,
      Beginning beginning,
      @Nullable Resumed resumed)
      throws IOException {
    ViceOptions wanted = options.vice();
    if (wanted == null) {
      return null;
    }
    RlpdConfig config = beginning.agent.config();
    Environment environment = place.open().environment();
    int cameras = environment.spaces().cameras().size();
    if (resumed == null) {
      GoalObservations.open(wanted.goals(), environment, place.cell)
          .encode(
              config.encoder(),
              beginning.agent.calibration(),
              stream(options, GOAL_STREAM),
              place.progress)
          .save(run.goals());
    }
    Vice made =
        new Vice(
            wanted.config(),
            GoalImages.load(run.goals(), config.encoder(), cameras),
            environment.spaces(),
            config.rowsPerSample(),
            stream(options, VICE_STREAM),
            place.lanes);
    if (resumed != null) {
      Path stored = resumed.point.stored().rewardFile();
      if (stored == null) {
        throw new SessionException("the run's checkpoint has no learned reward: begin a new run");
      }
      made.load(stored);
    }
    return made;
  }

  private static MistakeRecorder recorder(Place place, TrainOptions options, RunDirectory run) {
    return new MistakeRecorder(
        place.watcher,
        MistakenEpisodes.of(run),
        Demonstrations.description(place.open().environment(), place.cell),
        Objects.requireNonNullElse(options.mistakes(), MistakeOptions.defaults()),
        place.task.holdSteps(),
        place.progress);
  }

  /** The task where it is watched: ended at its goal, whatever ends it in training. */
  static OpenTask watched(OpenTask open, TrainOptions options) {
    return options.vice() == null ? open : open.behind(new EndedAtGoal(open.environment()));
  }

  private static Learner learner(
      Environment environment, TrainOptions options, Beginning beginning) {
    return new Learner(
        beginning.agent,
        environment.spaces(),
        beginning.online,
        beginning.demos,
        new LearnerConfig(
            beginning.online.capacity(),
            options.startAfter(),
            beginning.agent.config().demoShare()),
        stream(options, LEARNER_STREAM),
        beginning.counters.learnerSteps());
  }

  /** A new run: demonstrations first. */
  private static Beginning begin(
      Place place,
      TrainOptions options,
      RlpdConfig config,
      RunDirectory run,
      FrameEncoder encoder) {
    Environment environment = place.open().environment();
    RlpdAgent agent =
        new RlpdAgent(config, environment.spaces(), stream(options, AGENT_STREAM), place.lanes);
    Demonstrations.Loaded demos =
        Demonstrations.load(
            Demonstrations.open(demonstrations(place, options, run), environment, place.cell),
            options.correctionRows(),
            encoder,
            config,
            place.progress);
    agent.useCalibration(demos.calibration());
    clone(place, options, agent, demos.replay());
    int rows = Math.toIntExact(options.onlineRows());
    return new Beginning(
        agent,
        config.replay(rows, environment.spaces()),
        demos.replay(),
        TrainingCounters.begin(encoder.frames()));
  }

  /** The policy as the demonstrations show it, where {@link Imitation} asks for that. */
  private static void clone(
      Place place, TrainOptions options, RlpdAgent agent, ReplayBuffer demos) {
    Imitation imitation = agent.config().imitation();
    if (imitation.updates() == 0) {
      return;
    }
    if (demos.size() == 0) {
      throw new SessionException("nothing to clone: record demonstrations, or give --demos DIR");
    }
    place.progress.say(
        "cloning first: %d demonstrated transitions, %d updates"
            .formatted(demos.size(), imitation.updates()));
    BcConfig usual = BcConfig.defaults();
    agent.correct(
        new CloningLoop(
                agent.config(),
                new BcConfig(
                    imitation.updates(), usual.smallestDeviation(), usual.balanceGripper()),
                place.open().environment().spaces(),
                stream(options, AGENT_STREAM),
                stream(options, CLONING_STREAM))
            .run(demos, Double.POSITIVE_INFINITY, report -> {}, place.progress)
            .policyParameters());
  }

  private static Beginning begin(ResumePoint from, FrameEncoder encoder) {
    FeatureCalibration calibration = from.agent().calibration();
    if (calibration != null) {
      encoder.useCalibration(calibration);
    }
    TrainingCounters counters = from.stored().counters();
    encoder.resumeAfter(counters.encodedFrames());
    return new Beginning(from.agent(), from.online(), from.demos(), counters);
  }

  private static Path demonstrations(Place place, TrainOptions options, RunDirectory run) {
    Path given = options.demos();
    if (given != null) {
      return given;
    }
    place.progress.say(
        Demonstrations.record(
                watched(place.open(), options),
                place.cell,
                run.demos(),
                Demonstrations.Wanted.successes(
                    options.demoEpisodes(), stream(options, DEMO_STREAM)),
                Demonstrations.Demonstrating.expert(place.open()),
                LearnedReward.identity(options.reward()),
                place.progress)
            .summary());
    return run.demos();
  }

  private static long stream(TrainOptions options, long number) {
    return RandomStreams.seed(options.seed(), number);
  }

  TrainingLoop loop() {
    return loop;
  }

  RlpdAgent agent() {
    return agent;
  }

  /** What to do about a learned reward's mistakes, in one line; empty if there were none. */
  String advice() throws IOException {
    return mistakes == null ? "" : mistakes.advice(task);
  }

  /** An operator's, until now. */
  Corrections corrections() {
    return log.corrections();
  }

  @Override
  public void close() {
    // as nested resources: also when one of them fails
    try (encoder;
        log) {
      training.close();
    }
  }
}
