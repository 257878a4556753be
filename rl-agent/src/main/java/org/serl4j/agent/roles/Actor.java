package org.serl4j.agent.roles;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.intervention.Intervention;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.PolicyParameters;

/**
 * Drives an environment with a policy: observe, encode, act, let the operator correct, step. The
 * same code acts in training and in evaluation. Episode n, its noise included, depends on the seed,
 * n, the parameters and the operator alone. Not thread-safe.
 */
public final class Actor {
  private final Environment environment;
  private final FrameEncoder encoder;
  private final Policy policy;
  private final Mode mode;
  private final long seed;
  private final Intervention intervention;
  private final EpisodeListener listener;

  private @Nullable Observation seen;
  private @Nullable EncodedObservation encoded;
  private @Nullable SplittableRandom noise;
  private int episode = -1;
  private int steps;
  private double total;

  /** How actions come from the policy's distribution. */
  public enum Mode {
    /** Drawn from it, as in training. */
    SAMPLED,
    /** Its mode. */
    DETERMINISTIC
  }

  /** An actor that nobody corrects. */
  public Actor(
      Environment environment,
      FrameEncoder encoder,
      Policy policy,
      Mode mode,
      long seed,
      EpisodeListener listener) {
    this(
        environment,
        encoder,
        policy,
        mode,
        seed,
        Intervention.none(environment.spaces()),
        listener);
  }

  /**
   * @param environment driven by this actor alone from now on; not closed
   * @param encoder calibrated; not closed
   * @param policy this actor's own copy; {@link #use} comes before the first {@link #step}
   * @param intervention who may correct the policy; this actor's own
   */
  public Actor(
      Environment environment,
      FrameEncoder encoder,
      Policy policy,
      Mode mode,
      long seed,
      Intervention intervention,
      EpisodeListener listener) {
    this.environment = environment;
    this.encoder = encoder;
    this.policy = policy;
    this.mode = mode;
    this.seed = seed;
    this.intervention = intervention;
    this.listener = listener;
  }

  /** Acts with these parameters from the next step on; older than those in use are ignored. */
  public void use(PolicyParameters parameters) {
    if (parameters.version() > policy.version()) {
      policy.load(parameters);
    }
  }

  /**
   * Goes on behind that many episodes, for a resumed run.
   *
   * @throws IllegalStateException once this actor has begun an episode
   */
  public void resumeAfter(int finishedEpisodes) {
    if (episode >= 0) {
      throw new IllegalStateException("the actor has begun episode " + episode + " already");
    }
    episode = finishedEpisodes - 1;
  }

  /** Whether the next {@link #step} begins with a reset. */
  public boolean atEpisodeStart() {
    return seen == null;
  }

  /** Episodes that are over. */
  public int episodes() {
    return seen == null ? episode + 1 : episode;
  }

  /** Begins an episode if none is running, then makes one step. */
  public Transition step() {
    EncodedObservation first = null;
    if (seen == null) {
      first = begin();
    }
    Observation before = required(seen);
    EncodedObservation from = required(encoded);
    float[] wanted = policy.act(from, mode == Mode.SAMPLED ? noise : null);
    Intervention.Chosen chosen = intervention.choose(before, wanted);
    listener.acting(chosen.actedBy());
    Step step = environment.step(chosen.action());
    EncodedObservation next = encoder.encode(step.observation());
    steps++;
    total += step.reward();
    seen = step.observation();
    encoded = next;
    listener.stepped(before, step);
    if (step.done()) {
      finish(step);
    }
    return new Transition(
        first,
        step.action(),
        step.reward(),
        step.terminated(),
        step.truncated(),
        step.success(),
        step.gripperPenalty(),
        chosen.actedBy(),
        next);
  }

  /** Runs the episode to its end, or a whole one if none is running. */
  public void finishEpisode() {
    do {
      step();
    } while (!atEpisodeStart());
  }

  private EncodedObservation begin() {
    SplittableRandom source = RandomStreams.of(seed, episode + 1);
    long sceneSeed = source.nextLong();
    noise = source.split();
    long operatorSeed = source.nextLong();
    Observation first = environment.reset(sceneSeed);
    // only now: an episode whose reset fails has not begun
    episode++;
    steps = 0;
    total = 0;
    EncodedObservation code = encoder.encode(first);
    seen = first;
    encoded = code;
    intervention.begin(first, operatorSeed);
    listener.begun(first);
    return code;
  }

  private void finish(Step last) {
    seen = null;
    encoded = null;
    listener.finished(
        new Episode(
            episode, steps, total, last.success(), steps * environment.stepSeconds(), last.note()));
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("no episode is running");
    }
    return value;
  }
}
