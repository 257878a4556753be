package org.serl4j.agent.roles;

import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.replay.Outcome;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Imitation;
import org.serl4j.agent.rlpd.Parity;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.PolicyParameters;
import org.serl4j.agent.rlpd.RlpdConfig;

/** Demonstrations on the shelf, and how well a policy does there. */
final class ShelfEvaluation {
  static final int EPISODES = 50;

  /** The gripper's best choice in training too: what is tested is the penalty. */
  static final RlpdConfig CONFIG =
      new RlpdConfig(
          64,
          4,
          2,
          64,
          8,
          32,
          2,
          0,
          0.95,
          0.01,
          1e-3,
          0.01,
          -0.5,
          false,
          2,
          EncoderConfig.defaults(),
          1,
          0.5,
          0,
          false,
          false,
          0,
          0,
          Imitation.none(),
          Parity.none());

  private static final int DEMONSTRATIONS = 20;

  private ShelfEvaluation() {}

  /**
   * How a policy did in {@link #EPISODES} episodes.
   *
   * @param needlessChanges of the gripper, a mean over the episodes
   */
  record Result(int successes, double needlessChanges) {}

  static ReplayBuffer demonstrations(ShelfEnvironment shelf, boolean needless, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ReplayBuffer demos = new ReplayBuffer(2000, shelf.spaces(), CONFIG.encoder());
    for (int i = 0; i < DEMONSTRATIONS; i++) {
      demos.beginEpisode(encoded(shelf.reset(random.nextLong())));
      Step step;
      do {
        step = shelf.step(shelf.demonstrate(needless, random));
        demos.append(step.action(), Outcome.of(step), ActedBy.EXPERT, encoded(step.observation()));
      } while (!step.done());
    }
    return demos;
  }

  private static EncodedObservation encoded(Observation seen) {
    return new EncodedObservation(seen.state(), List.of());
  }

  /** Deterministic episodes of this policy. */
  static Result of(ShelfEnvironment shelf, PolicyParameters parameters, long seed) {
    int[] successes = new int[1];
    int[] needless = new int[1];
    EpisodeListener counter =
        new EpisodeListener() {
          @Override
          public void finished(Episode episode) {
            successes[0] += episode.success() ? 1 : 0;
            int needed = episode.success() ? ShelfEnvironment.NEEDED_CHANGES : 0;
            needless[0] += shelf.changes - needed;
          }
        };
    Policy policy = new Policy(CONFIG, shelf.spaces());
    policy.load(parameters);
    try (FrameEncoder encoder = FrameEncoder.open(shelf.spaces(), CONFIG.encoder(), seed)) {
      Actor actor =
          new Actor(shelf, encoder, policy, Actor.Mode.DETERMINISTIC, 1000 + seed, counter);
      for (int i = 0; i < EPISODES; i++) {
        actor.finishEpisode();
      }
    }
    return new Result(successes[0], (double) needless[0] / EPISODES);
  }
}
