package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.tasks.OpenTask;

/** Runs a policy without learning, by the same {@link Actor} that trains, and counts. */
public final class EvaluationSession {
  private static final int FILMED_EPISODES = 5;
  private static final int FILMED_FAILURES = 10;

  /** Keeps evaluation scenes apart from those of training with the same seed. */
  private static final long EVALUATION_STREAM = 6;

  private EvaluationSession() {}

  /**
   * What is filmed.
   *
   * @param first file of the first five episodes; null for no film
   * @param failures folder of the first ten episodes that failed, a film each; null for none
   */
  public record Films(@Nullable Path first, @Nullable Path failures) {
    public static final Films NONE = new Films(null, null);
  }

  /**
   * Runs the episodes.
   *
   * @param agent its latest policy is used
   * @throws ResetFailedException if the scene cannot be reset; what was reached is told before
   */
  public static Evaluation run(
      OpenTask open,
      RlpdAgent agent,
      Actor.Mode mode,
      int episodes,
      long seed,
      Films films,
      Progress progress) {
    List<Episode> finished = new ArrayList<>();
    try (EvaluationFilm camera = EvaluationFilm.of(open, films.first);
        KeptFilms failures = new KeptFilms(open, films.failures, FILMED_FAILURES)) {
      EpisodeListener counter =
          new EpisodeListener() {
            @Override
            public void begun(Observation first) {
              failures.begin("failure-%03d".formatted(finished.size() + 1));
            }

            @Override
            public void stepped(Observation before, Step step) {
              String caption = caption(finished.size(), step);
              if (finished.size() < FILMED_EPISODES) {
                camera.add(before, caption);
              }
              failures.add(before, caption);
            }

            @Override
            public void finished(Episode episode) {
              finished.add(episode);
              failures.end(!episode.success());
            }
          };
      try {
        play(open, agent, mode, episodes, seed, counter, "evaluation episodes", progress);
      } catch (ResetFailedException e) {
        progress.say(
            finished.isEmpty()
                ? "evaluation: no episode"
                : "evaluation until then: " + Evaluation.of(finished).line());
        throw e;
      }
    }
    return Evaluation.of(finished);
  }

  /**
   * Runs the episodes, of which the listener is told.
   *
   * @param what this is, for progress
   */
  static void play(
      OpenTask open,
      RlpdAgent agent,
      Actor.Mode mode,
      int episodes,
      long seed,
      EpisodeListener listener,
      String what,
      Progress progress) {
    Environment environment = open.environment();
    try (FrameEncoder encoder = encoder(environment, agent)) {
      int[] successes = {0};
      EpisodeListener counter =
          new EpisodeListener() {
            @Override
            public void begun(Observation first) {
              listener.begun(first);
            }

            @Override
            public void stepped(Observation before, Step step) {
              listener.stepped(before, step);
            }

            @Override
            public void finished(Episode episode) {
              successes[0] += episode.success() ? 1 : 0;
              listener.finished(episode);
            }
          };
      Actor actor = actor(environment, encoder, agent, mode, seed, counter);
      long startNs = System.nanoTime();
      for (int done = 1; done <= episodes; done++) {
        actor.finishEpisode();
        report(progress, startNs, what, done, episodes, successes[0] + " successes");
      }
    }
  }

  /**
   * Shows the policy in a window until the window is closed.
   *
   * @param title of the window
   */
  public static void watch(OpenTask open, RlpdAgent agent, long seed, String title) {
    Environment environment = open.environment();
    try (FrameEncoder encoder = encoder(environment, agent)) {
      Actor actor =
          actor(environment, encoder, agent, Actor.Mode.DETERMINISTIC, seed, EpisodeListener.NONE);
      new ViewSession(open, actor::step).run(title);
    }
  }

  /** The run's encoder without the shifted copies, which only training needs. */
  static FrameEncoder encoder(Environment environment, RlpdAgent agent) {
    EncoderConfig stored = agent.config().encoder();
    EncoderConfig unshifted = stored.withCopies(1);
    FrameEncoder encoder = FrameEncoder.open(environment.spaces(), unshifted, 0);
    FeatureCalibration calibration = agent.calibration();
    if (calibration != null) {
      encoder.useCalibration(calibration);
    }
    return encoder;
  }

  /** An actor whose episodes have the evaluation scenes of that seed. */
  static Actor actor(
      Environment environment,
      FrameEncoder encoder,
      RlpdAgent agent,
      Actor.Mode mode,
      long seed,
      EpisodeListener listener) {
    Policy policy = new Policy(agent.config(), environment.spaces());
    policy.load(agent.policyParameters());
    long stream = RandomStreams.seed(seed, EVALUATION_STREAM);
    return new Actor(environment, encoder, policy, mode, stream, listener);
  }

  private static String caption(int episode, Step step) {
    return String.format(
        Locale.ROOT,
        "episode %d%s",
        episode + 1,
        step.success() ? "   success" : step.done() ? "   not reached" : "");
  }

  /** Shows how far the episodes are, if it is time for that. */
  static void report(
      Progress progress, long startNs, String what, int done, int episodes, String outcome) {
    long nowNs = System.nanoTime();
    if (progress.due(nowNs)) {
      double seconds = (nowNs - startNs) * 1e-9;
      progress.show(
          nowNs,
          "%s: %d/%d, %s, %s left"
              .formatted(
                  what,
                  done,
                  episodes,
                  outcome,
                  Progress.duration(seconds * (episodes - done) / done)));
    }
  }
}
