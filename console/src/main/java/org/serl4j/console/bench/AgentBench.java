package org.serl4j.console.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.FreeRun;
import org.serl4j.agent.roles.Learner;
import org.serl4j.agent.roles.LearnerConfig;
import org.serl4j.agent.roles.Transition;

/**
 * The agent on the task's cameras: encoder, policy, image-based updates, the whole learner step.
 */
final class AgentBench {
  private static final int WARM_UP = 20;
  private static final int INFERENCES = 100;
  private static final int UPDATES = 25;
  private static final long SEED = 1;
  private static final int STORED = 2000;
  private static final int EPISODE = 100;
  private static final int QUEUE = 1000;
  private static final long DEADLINE_MS = 60_000;

  /** Steps of the actor, at its own pace: the first let the JVM compile. */
  private static final int ACTOR_WARM_UP = 60;

  private static final int ACTOR_STEPS = 120;
  private static final double NS_IN_S = 1e9;

  private final Environment environment;
  private final Spaces spaces;
  private final RlpdConfig config = RlpdConfig.defaults();
  private final Lanes lanes;
  private final Consumer<Measurement> into;

  /**
   * @param environment in lock-step
   * @param lanes of the learner; not closed
   */
  AgentBench(Environment environment, Lanes lanes, Consumer<Measurement> into) {
    this.environment = environment;
    this.lanes = lanes;
    this.spaces = environment.spaces();
    this.into = into;
  }

  void run() {
    List<Observation> frames = SimulationBench.frames(environment);
    EncoderConfig stored = config.encoder();
    EncoderConfig unshifted = stored.withCopies(1);
    RlpdAgent agent = new RlpdAgent(config, spaces, SEED, lanes);
    try (FrameEncoder training = FrameEncoder.open(spaces, stored, SEED);
        FrameEncoder acting = FrameEncoder.open(spaces, unshifted, SEED)) {
      FeatureCalibration calibration = training.calibrate(frames);
      acting.useCalibration(calibration);
      inference(agent, acting, frames);
      List<EncodedObservation> encoded = encoding(training, frames);
      updates(agent, encoded);
      learnerStep(agent, training, encoded);
    }
  }

  private void inference(RlpdAgent agent, FrameEncoder acting, List<Observation> frames) {
    Policy policy = new Policy(config, spaces);
    policy.load(agent.policyParameters());
    int[] next = new int[1];
    double ms =
        Stopwatch.medianMs(
            WARM_UP,
            INFERENCES,
            () -> policy.act(acting.encode(frames.get(next[0]++ % frames.size())), null));
    into.accept(
        Measurement.of(
            "policy-inference", ms, "ms", 25, "goal; encodes " + cameras() + " images, then acts"));
  }

  private List<EncodedObservation> encoding(FrameEncoder training, List<Observation> frames) {
    List<EncodedObservation> encoded = new ArrayList<>();
    double ms =
        Stopwatch.medianMs(
            WARM_UP,
            frames.size(),
            () -> encoded.add(training.encode(frames.get(encoded.size() % frames.size()))));
    into.accept(
        Measurement.of(
            "encoding a frame for training: "
                + cameras()
                + " images x "
                + config.encoder().copies()
                + " copies",
            ms,
            "ms",
            100,
            "goal: a step at 10 Hz"));
    return encoded;
  }

  private int cameras() {
    return spaces.cameras().size();
  }

  private void updates(RlpdAgent agent, List<EncodedObservation> encoded) {
    ReplayBuffer replay = new ReplayBuffer(encoded.size() + 1, spaces, config.encoder());
    float[] action = new float[spaces.action().size()];
    replay.beginEpisode(encoded.get(0));
    for (int i = 1; i < encoded.size(); i++) {
      replay.append(action, 0, false, false, encoded.get(i));
    }
    Batch batch = new Batch(spaces, config.encoder(), config.batch());
    replay.sample(new SplittableRandom(SEED), batch, 0, batch.rows());
    double ms = Stopwatch.medianMs(WARM_UP, UPDATES, () -> agent.updateCritics(batch));
    String name = "critic update, batch " + config.batch();
    into.accept(
        Measurement.of(
            name + " (against libtorch)",
            ms,
            "ms",
            85,
            "quoted: libtorch without cameras; ours with"));
    into.accept(
        Measurement.of(
            name + " (against SameDiff)",
            ms,
            "ms",
            200,
            "quoted: SameDiff without cameras; ours with"));
  }

  /**
   * The whole thing as in {@code train --realtime}: the learner on its thread as fast as it can,
   * this thread as the actor at the environment's own rate of wall clock, which simulates, renders,
   * encodes every copy and acts.
   */
  private void learnerStep(
      RlpdAgent agent, FrameEncoder training, List<EncodedObservation> encoded) {
    Learner learner =
        new Learner(
            agent,
            spaces,
            new ReplayBuffer(2, spaces, config.encoder()),
            new LearnerConfig(2 * STORED, 1, 0),
            SEED);
    for (int i = 0; i < STORED; i++) {
      learner.take(transition(encoded, i));
    }
    Actor actor =
        new Actor(
            environment,
            training,
            new Policy(config, spaces),
            Actor.Mode.SAMPLED,
            SEED,
            EpisodeListener.NONE);
    long stepNs = (long) (environment.stepSeconds() * NS_IN_S);
    try (FreeRun run = new FreeRun(actor, learner, QUEUE, DEADLINE_MS)) {
      act(run, stepNs, ACTOR_WARM_UP);
      long updates = run.criticUpdates();
      long beginNs = System.nanoTime();
      act(run, stepNs, ACTOR_STEPS);
      double seconds = (System.nanoTime() - beginNs) / NS_IN_S;
      double steps = (double) (run.criticUpdates() - updates) / config.criticUpdatesPerStep();
      into.accept(
          Measurement.of(
              "learner-step",
              steps / seconds,
              "steps/s",
              8,
              String.format(
                  Locale.ROOT,
                  "goal: at least 8; %d critic + 1 actor update, %d cameras, batch %d, while an"
                      + " actor makes %.1f steps/s",
                  config.criticUpdatesPerStep(),
                  cameras(),
                  config.batch(),
                  ACTOR_STEPS / seconds)));
    }
  }

  private Transition transition(List<EncodedObservation> encoded, int i) {
    SplittableRandom rng = new SplittableRandom(i);
    float[] action = new float[spaces.action().size()];
    for (int j = 0; j < action.length; j++) {
      action[j] = (float) rng.nextDouble(-1, 1);
    }
    boolean last = i % EPISODE == EPISODE - 1;
    return new Transition(
        i % EPISODE == 0 ? encoded.get(rng.nextInt(encoded.size())) : null,
        action,
        0,
        false,
        last,
        false,
        0,
        ActedBy.POLICY,
        encoded.get(rng.nextInt(encoded.size())));
  }

  /** Makes steps at a fixed rate of wall clock; what comes late is not made up for. */
  private static void act(FreeRun run, long stepNs, int steps) {
    long dueNs = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      run.advance();
      dueNs = Math.max(dueNs + stepNs, System.nanoTime());
      for (long leftNs = dueNs - System.nanoTime();
          leftNs > 0;
          leftNs = dueNs - System.nanoTime()) {
        LockSupport.parkNanos(leftNs);
      }
    }
  }
}
