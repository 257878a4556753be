package org.serl4j.agent.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FeatureRows;

/**
 * Random pieces of episodes, kept as a plain list of steps beside the buffer that they are given
 * to. Every state is a number of its own, so that a sampled row names its step.
 */
final class RawRecording {
  static final double DISCOUNT = 0.9;
  static final EncoderConfig ENCODER = new EncoderConfig(List.of("t194"), 2, 4);
  static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder().add("state", 2, "1", 1).build(),
          List.of("wrist_1", "wrist_2"),
          128,
          VectorLayout.builder().add("action", 1, "1", 1).build());

  /** How a piece ends: by the task, by time, or because its recording stops in mid-episode. */
  enum End {
    TERMINATED,
    TRUNCATED,
    CUT_OFF
  }

  /**
   * What is recorded in one go.
   *
   * @param segment whether it begins in the middle of an episode
   */
  record Piece(int steps, boolean segment, End end) {}

  /** One step as it was made. */
  private record RawStep(
      EncodedObservation from,
      float action,
      Outcome outcome,
      ActedBy actedBy,
      EncodedObservation to,
      int piece) {}

  private static final List<ActedBy> ACTORS = List.of(ActedBy.values());

  private final SplittableRandom rng;
  private final List<RawStep> steps = new ArrayList<>();
  private EncodedObservation now;
  private int pieces;
  private float next;

  RawRecording(long seed) {
    rng = new SplittableRandom(seed);
    now = observation();
  }

  ReplayBuffer buffer(int capacity) {
    return new ReplayBuffer(capacity, SPACES, ENCODER);
  }

  static Batch batch(int rows, int nStep) {
    return nStep == 1
        ? new Batch(SPACES, ENCODER, rows)
        : new Batch(SPACES, ENCODER, rows, nStep, DISCOUNT);
  }

  private EncodedObservation observation() {
    List<byte[]> features = new ArrayList<>();
    for (int camera = 0; camera < 2; camera++) {
      byte[] bytes = new byte[ENCODER.frameBytes()];
      rng.nextBytes(bytes);
      features.add(bytes);
    }
    return new EncodedObservation(new float[] {next, -next++}, features);
  }

  void record(ReplayBuffer replay, Piece piece) {
    begin(replay, piece.segment);
    for (int i = 1; i <= piece.steps; i++) {
      boolean last = i == piece.steps;
      step(replay, last && piece.end == End.TERMINATED, last && piece.end == End.TRUNCATED);
    }
  }

  private void begin(ReplayBuffer replay, boolean segment) {
    now = observation();
    pieces++;
    if (segment) {
      replay.beginSegment(now);
    } else {
      replay.beginEpisode(now);
    }
  }

  /** Leaves the last piece unfinished. */
  void recordOpen(ReplayBuffer replay, int length) {
    begin(replay, false);
    for (int i = 0; i < length; i++) {
      appendStep(replay);
    }
  }

  void finishOpen(ReplayBuffer replay) {
    step(replay, true, false);
  }

  void appendStep(ReplayBuffer replay) {
    step(replay, false, false);
  }

  private void step(ReplayBuffer replay, boolean terminated, boolean truncated) {
    EncodedObservation then = observation();
    Outcome outcome =
        new Outcome(
            rng.nextInt(-8, 8) / 4.0,
            terminated,
            truncated,
            rng.nextBoolean(),
            -rng.nextInt(4) / 8.0);
    ActedBy actedBy = ACTORS.get(rng.nextInt(ACTORS.size()));
    float action = (float) rng.nextDouble(-1, 1);
    replay.append(new float[] {action}, outcome, actedBy, then);
    steps.add(new RawStep(now, action, outcome, actedBy, then, pieces));
    now = then;
  }

  private int indexOf(float state) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).from.state()[0] == state) {
        return i;
      }
    }
    throw new AssertionError("sampled a state that has no step: " + state);
  }

  /**
   * Samples and compares every row with the steps that were recorded.
   *
   * @return the steps that were seen
   */
  Set<Integer> checkSamples(ReplayBuffer replay, int nStep) {
    int rows = 60;
    Batch batch = batch(rows, nStep);
    replay.sample(rng, batch, 0, rows);
    Set<Integer> seen = new HashSet<>();
    for (int row = 0; row < rows; row++) {
      seen.add(check(batch, row, nStep));
    }
    return seen;
  }

  private int check(Batch batch, int row, int nStep) {
    int from = indexOf(batch.states()[2 * row]);
    RawStep first = steps.get(from);
    int last = from;
    double sum = first.outcome.reward();
    double penalties = first.outcome.gripperPenalty();
    while (last - from + 1 < nStep
        && last + 1 < steps.size()
        && steps.get(last + 1).piece == first.piece) {
      last++;
      sum += Math.pow(DISCOUNT, last - from) * steps.get(last).outcome.reward();
      penalties += Math.pow(DISCOUNT, last - from) * steps.get(last).outcome.gripperPenalty();
    }
    int length = last - from + 1;
    RawStep end = steps.get(last);
    assertEquals(first.from.state()[1], batch.states()[2 * row + 1]);
    assertEquals(first.action, batch.actions()[row]);
    assertEquals(first.actedBy, batch.actedBy()[row]);
    assertEquals(penalties, batch.gripperPenalties()[row], 1e-6);
    assertEquals(sum, batch.rewards()[row], 1e-5);
    assertEquals(length, batch.lengths()[row]);
    assertEquals(Math.pow(DISCOUNT, length), batch.bootstrapDiscount(row, DISCOUNT), 1e-12);
    assertEquals(end.outcome.terminated() ? 0f : 1f, batch.masks()[row]);
    assertEquals(end.outcome.truncated(), batch.truncations()[row]);
    assertEquals(end.outcome.success(), batch.successes()[row]);
    assertEquals(end.to.state()[0], batch.nextStates()[2 * row]);
    assertEquals(end.to.state()[1], batch.nextStates()[2 * row + 1]);
    assertTrue(isCopyOf(first.from, batch.features(), row), "features of the observation");
    assertTrue(isCopyOf(end.to, batch.nextFeatures(), row), "features of the next observation");
    return from;
  }

  /** Whether both cameras show the same one of the copies. */
  private static boolean isCopyOf(EncodedObservation recorded, FeatureRows rows, int row) {
    return isCopy(recorded, 0, rows, row) || isCopy(recorded, 1, rows, row);
  }

  private static boolean isCopy(EncodedObservation recorded, int copy, FeatureRows rows, int row) {
    int[] packed = new int[ENCODER.copyBytes() / 4];
    for (int camera = 0; camera < 2; camera++) {
      byte[] bytes = recorded.features().get(camera);
      FeaturePacking.pack(ENCODER.maps(), bytes, copy * ENCODER.copyBytes(), packed, 0);
      for (int i = 0; i < packed.length; i++) {
        if (packed[i] != rows.word(camera, row, i)) {
          return false;
        }
      }
    }
    return true;
  }
}
