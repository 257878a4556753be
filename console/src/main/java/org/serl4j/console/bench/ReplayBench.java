package org.serl4j.console.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.RlpdConfig;

/** Sampling from a replay buffer of 100,000 steps, and what a stored step takes. */
final class ReplayBench {
  private static final int STEPS = 100_000;
  private static final int EPISODE = 100;

  /** Frames that are stored again and again: the rows are what differs. */
  private static final int FRAMES = 64;

  private static final int WARM_UP = 500;
  private static final int COUNT = 1000;
  private static final double GOAL_MS = 1;
  private static final double GOAL_KB = 40;

  /** Share of the heap that the buffer may take. */
  private static final double HEAP_SHARE = 0.6;

  private final Spaces spaces;
  private final RlpdConfig config = RlpdConfig.defaults();
  private final Consumer<Measurement> into;

  ReplayBench(Spaces spaces, Consumer<Measurement> into) {
    this.spaces = spaces;
    this.into = into;
  }

  void run() {
    EncoderConfig stored = config.encoder();
    double bytes = ReplayBuffer.rowBytes(spaces, stored);
    into.accept(
        Measurement.of(
            "replay-memory", bytes / 1e3, "kB", GOAL_KB, "goal for a stored step of two cameras"));
    int steps = (int) Math.min(STEPS, HEAP_SHARE * Runtime.getRuntime().maxMemory() / bytes);
    ReplayBuffer replay = filled(stored, steps);
    Batch batch = new Batch(spaces, stored, config.batch());
    SplittableRandom rng = new SplittableRandom(2);
    double ms =
        Stopwatch.medianMs(WARM_UP, COUNT, () -> replay.sample(rng, batch, 0, batch.rows()));
    into.accept(
        Measurement.of(
            "replay-sample",
            ms,
            "ms",
            GOAL_MS,
            "goal; "
                + batch.rows()
                + " of "
                + replay.size()
                + " transitions, copies of a frame stored: "
                + stored.copies()));
  }

  private ReplayBuffer filled(EncoderConfig stored, int steps) {
    SplittableRandom rng = new SplittableRandom(1);
    List<EncodedObservation> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      List<byte[]> features = new ArrayList<>();
      for (int camera = 0; camera < spaces.cameras().size(); camera++) {
        byte[] bytes = new byte[stored.frameBytes()];
        rng.nextBytes(bytes);
        features.add(bytes);
      }
      frames.add(new EncodedObservation(new float[spaces.state().size()], features));
    }
    ReplayBuffer replay = new ReplayBuffer(steps + steps / EPISODE + 1, spaces, stored);
    float[] action = new float[spaces.action().size()];
    for (int i = 0; i < steps; i++) {
      if (i % EPISODE == 0) {
        replay.beginEpisode(frames.get(rng.nextInt(FRAMES)));
      }
      boolean last = i % EPISODE == EPISODE - 1;
      replay.append(action, 0, false, last, frames.get(rng.nextInt(FRAMES)));
    }
    return replay;
  }
}
