package org.serl4j.rewards.vice;

import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;

/**
 * A world of one number from 0 to 1, seen as a blend of two feature maps with noise; 1 is the goal.
 */
final class Line {
  static final EncoderConfig ENCODER = new EncoderConfig(List.of("t168"), 1, 4, 0, 1);
  static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder().add("height", 1, "m", 1).build(),
          List.of("wrist"),
          128,
          VectorLayout.builder().add("lift", 1, "m", 1).build());
  static final ViceConfig CONFIG = new ViceConfig(2, 8, 32, 0.1, 3e-3, 32, 0.2, 10, 1);
  private static final int BATCH = 64;
  private static final int NOISE = 6;

  private final SplittableRandom random;
  private final byte[] low = new byte[ENCODER.copyBytes()];
  private final byte[] high = new byte[ENCODER.copyBytes()];

  Line(long seed) {
    random = new SplittableRandom(seed);
    // smooth in space, so that a shift by a cell changes little
    for (int i = 0; i < low.length; i++) {
      int channel = i / 256;
      low[i] = (byte) (30 * Math.sin(channel));
      high[i] = (byte) (30 * Math.cos(2 * channel));
    }
  }

  EncodedObservation at(double x) {
    byte[] features = new byte[low.length];
    for (int i = 0; i < features.length; i++) {
      double value = x * high[i] + (1 - x) * low[i] + random.nextInt(-NOISE, NOISE + 1);
      features[i] = (byte) Math.round(value);
    }
    return new EncodedObservation(new float[] {(float) x}, List.of(features));
  }

  GoalImages goals() {
    GoalImages goals = new GoalImages(ENCODER, 1);
    for (int i = 0; i < 40; i++) {
      goals.add(at(0.97 + 0.03 * random.nextDouble()), i % 5 == 0);
    }
    return goals;
  }

  /** What a policy saw that was somewhere between two places. */
  void addSteps(ReplayBuffer replay, double from, double to, int steps) {
    replay.beginEpisode(at(from));
    for (int i = 1; i <= steps; i++) {
      double x = from + (to - from) * random.nextDouble();
      replay.append(new float[1], 0.25, false, i == steps, at(x));
    }
  }

  ReplayBuffer replay(double from, double to, int steps) {
    ReplayBuffer replay = new ReplayBuffer(2000, SPACES, ENCODER);
    addSteps(replay, from, to, steps);
    return replay;
  }

  Vice vice(GoalImages goals) {
    return new Vice(CONFIG, goals, SPACES, BATCH, 5, Lanes.single());
  }

  /** Share of the transitions to places between two that are rewarded. */
  double rewarded(Vice vice, double from, double to) {
    Batch batch = new Batch(SPACES, ENCODER, BATCH);
    replay(from, to, 60).sample(new SplittableRandom(2), batch, 0, BATCH);
    vice.judge(batch);
    double sum = 0;
    for (int row = 0; row < BATCH; row++) {
      sum += batch.rewards()[row];
      if (batch.masks()[row] != 1 - batch.rewards()[row]) {
        throw new IllegalStateException("row " + row + " ends though it is not rewarded");
      }
    }
    return sum / BATCH;
  }
}
