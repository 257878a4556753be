package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.console.dataset.EvaluationVideo;
import org.serl4j.console.dataset.EvaluationVideo.View;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.OpenTask;

/** Runs a policy without learning, by the same {@link Actor} that trains, and counts. */
public final class EvaluationSession {
  private static final int FILMED_EPISODES = 5;
  private static final int OVERVIEW_WIDTH = 480;
  private static final int OVERVIEW_HEIGHT = 360;
  private static final String OVERVIEW = "overview";

  /** Keeps evaluation scenes apart from those of training with the same seed. */
  private static final long EVALUATION_STREAM = 6;

  private EvaluationSession() {}

  /**
   * Runs the episodes.
   *
   * @param agent its latest policy is used
   * @param film where the first five episodes are filmed; null for no film
   */
  public static Evaluation run(
      OpenTask open,
      RlpdAgent agent,
      Actor.Mode mode,
      int episodes,
      long seed,
      @Nullable Path film,
      Progress progress) {
    Environment environment = open.environment();
    List<Episode> finished = new ArrayList<>();
    try (FrameEncoder encoder = encoder(environment, agent);
        Camera camera = Camera.of(open, film)) {
      EpisodeListener counter =
          new EpisodeListener() {
            @Override
            public void stepped(Observation before, Step step) {
              if (finished.size() < FILMED_EPISODES) {
                camera.film(before, caption(finished.size(), step));
              }
            }

            @Override
            public void finished(Episode episode) {
              finished.add(episode);
            }
          };
      Actor actor = actor(environment, encoder, agent, mode, seed, counter);
      long startNs = System.nanoTime();
      while (finished.size() < episodes) {
        actor.finishEpisode();
        report(progress, startNs, finished, episodes);
      }
    }
    return Evaluation.of(finished);
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
  private static FrameEncoder encoder(Environment environment, RlpdAgent agent) {
    EncoderConfig stored = agent.config().encoder();
    EncoderConfig unshifted = stored.withCopies(1);
    FrameEncoder encoder = FrameEncoder.open(environment.spaces(), unshifted, 0);
    FeatureCalibration calibration = agent.calibration();
    if (calibration != null) {
      encoder.useCalibration(calibration);
    }
    return encoder;
  }

  private static Actor actor(
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

  private static void report(
      Progress progress, long startNs, List<Episode> finished, int episodes) {
    long nowNs = System.nanoTime();
    if (progress.due(nowNs)) {
      int done = finished.size();
      double seconds = (nowNs - startNs) * 1e-9;
      long successes = finished.stream().filter(Episode::success).count();
      progress.show(
          nowNs,
          "evaluation: %d/%d episodes, %d successes, %s left"
              .formatted(
                  done,
                  episodes,
                  successes,
                  Progress.duration(seconds * (episodes - done) / done)));
    }
  }

  /** Films what the cameras see, and the whole scene where there is a simulator. */
  private static final class Camera implements AutoCloseable {
    private final OpenTask open;
    private final @Nullable EvaluationVideo video;

    private Camera(OpenTask open, @Nullable EvaluationVideo video) {
      this.open = open;
      this.video = video;
    }

    static Camera of(OpenTask open, @Nullable Path film) {
      int fps = (int) Math.round(1 / open.environment().stepSeconds());
      return new Camera(open, film == null ? null : new EvaluationVideo(film, fps));
    }

    void film(Observation seen, String caption) {
      if (video == null) {
        return;
      }
      List<View> views = new ArrayList<>();
      if (open.workcell() instanceof SimulatedWorkcell simulation) {
        Frame picture = simulation.picture(OVERVIEW, OVERVIEW_WIDTH, OVERVIEW_HEIGHT);
        views.add(new View(OVERVIEW, picture.rgb(), picture.width(), picture.height()));
      }
      int size = open.environment().spaces().imageSize();
      List<String> names = open.environment().spaces().cameras();
      for (int i = 0; i < names.size(); i++) {
        views.add(new View(names.get(i), seen.images().get(i), size, size));
      }
      video.add(views, caption);
    }

    @Override
    public void close() {
      if (video != null) {
        video.close();
      }
    }
  }
}
