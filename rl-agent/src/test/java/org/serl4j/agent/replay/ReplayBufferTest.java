package org.serl4j.agent.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeaturePacking;

/** Every sampled transition must be one of the raw recording, whole. */
class ReplayBufferTest {
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t194"), 2, 4);
  private static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder().add("state", 2, "1", 1).build(),
          List.of("wrist_1", "wrist_2"),
          128,
          VectorLayout.builder().add("action", 1, "1", 1).build());

  private record Raw(
      EncodedObservation from,
      float action,
      float reward,
      boolean terminated,
      EncodedObservation to) {}

  private final SplittableRandom rng = new SplittableRandom(1);
  private final List<Raw> recording = new ArrayList<>();
  private float next;

  private EncodedObservation observation() {
    List<byte[]> features = new ArrayList<>();
    for (int camera = 0; camera < 2; camera++) {
      byte[] bytes = new byte[ENCODER.frameBytes()];
      rng.nextBytes(bytes);
      features.add(bytes);
    }
    return new EncodedObservation(new float[] {next, -next++}, features);
  }

  /** Records episodes of the given lengths; the last step of every second one is truncated. */
  private void record(ReplayBuffer replay, int... lengths) {
    for (int e = 0; e < lengths.length; e++) {
      EncodedObservation now = observation();
      replay.beginEpisode(now);
      for (int i = 0; i < lengths[e]; i++) {
        boolean last = i == lengths[e] - 1;
        EncodedObservation then = observation();
        Raw raw = new Raw(now, next, next * 2, last && e % 2 == 0, then);
        replay.append(
            new float[] {raw.action}, raw.reward, raw.terminated, last && e % 2 == 1, then);
        recording.add(raw);
        now = then;
      }
    }
  }

  private Raw rawOf(Batch batch, int row) {
    for (Raw raw : recording) {
      if (raw.from.state()[0] == batch.states()[2 * row]) {
        return raw;
      }
    }
    throw new AssertionError("sampled a state that was never recorded with a successor");
  }

  private static boolean isCopy(byte[] recorded, int copy, int[] batch, int row) {
    int ints = ENCODER.copyBytes() / 4;
    int[] packed = new int[ints];
    FeaturePacking.pack(ENCODER.maps(), recorded, copy * ENCODER.copyBytes(), packed, 0);
    return Arrays.equals(packed, Arrays.copyOfRange(batch, row * ints, (row + 1) * ints));
  }

  /** The copy that both cameras show in that row, -1 if none. */
  private static int copyOf(EncodedObservation recorded, int[][] batch, int row) {
    for (int copy = 0; copy < 2; copy++) {
      if (isCopy(recorded.features().get(0), copy, batch[0], row)
          && isCopy(recorded.features().get(1), copy, batch[1], row)) {
        return copy;
      }
    }
    return -1;
  }

  private Set<Float> checkSamples(ReplayBuffer replay) {
    Batch batch = new Batch(SPACES, ENCODER, 400);
    replay.sample(rng, batch, 0, 400);
    Set<Float> seen = new HashSet<>();
    Set<Integer> copyPairs = new HashSet<>();
    for (int row = 0; row < 400; row++) {
      Raw raw = rawOf(batch, row);
      seen.add(raw.action);
      assertEquals(raw.to.state()[0], batch.nextStates()[2 * row]);
      assertEquals(raw.action, batch.actions()[row]);
      assertEquals(raw.reward, batch.rewards()[row]);
      assertEquals(raw.terminated ? 0f : 1f, batch.masks()[row]);
      int copy = copyOf(raw.from, batch.features(), row);
      int nextCopy = copyOf(raw.to, batch.nextFeatures(), row);
      assertTrue(copy >= 0 && nextCopy >= 0, "features differ from the recording");
      copyPairs.add(2 * copy + nextCopy);
    }
    assertEquals(4, copyPairs.size(), "observation and next observation draw their own copies");
    return seen;
  }

  @Test
  void shouldSampleEveryTransitionAsRecordedAtEpisodeBorders() {
    ReplayBuffer replay = new ReplayBuffer(40, SPACES, ENCODER);
    record(replay, 5, 1, 7, 4);
    assertEquals(17, replay.size());
    assertEquals(17, checkSamples(replay).size());
  }

  @Test
  void shouldSampleOnlyWholeTransitionsAfterEachStepOfTheWrapAround() {
    ReplayBuffer replay = new ReplayBuffer(9, SPACES, ENCODER);
    for (int round = 0; round < 12; round++) {
      record(replay, 1 + round % 4);
      Set<Float> seen = checkSamples(replay);
      assertEquals(replay.size(), seen.size());
      assertTrue(replay.size() < 9);
    }
  }

  @Test
  void shouldSpanChunksOfItsMemory() {
    ReplayBuffer replay = new ReplayBuffer(300, SPACES, ENCODER);
    record(replay, 127, 2, 100, 140);
    checkSamples(replay);
    assertTrue(replay.size() <= 299);
  }

  @Test
  void shouldGiveTheSameSamplesAfterSaveAndLoad() throws IOException {
    ReplayBuffer replay = new ReplayBuffer(20, SPACES, ENCODER);
    record(replay, 12, 9);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    replay.save(new DataOutputStream(bytes));
    ReplayBuffer loaded = new ReplayBuffer(20, SPACES, ENCODER);
    loaded.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals(replay.size(), loaded.size());
    Batch one = new Batch(SPACES, ENCODER, 32);
    Batch two = new Batch(SPACES, ENCODER, 32);
    replay.sample(new SplittableRandom(5), one, 0, 32);
    loaded.sample(new SplittableRandom(5), two, 0, 32);
    assertTrue(Arrays.equals(one.states(), two.states()));
    assertTrue(Arrays.deepEquals(one.nextFeatures(), two.nextFeatures()));
    assertTrue(Arrays.equals(one.masks(), two.masks()));
  }

  @Test
  void shouldRefuseAFileOfAnotherShape() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ReplayBuffer(20, SPACES, ENCODER).save(new DataOutputStream(bytes));
    ReplayBuffer other = new ReplayBuffer(21, SPACES, ENCODER);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThrows(IOException.class, () -> other.load(in));
  }

  @Test
  void shouldRefuseStepsBehindTheEndOfAnEpisode() {
    ReplayBuffer replay = new ReplayBuffer(20, SPACES, ENCODER);
    record(replay, 3);
    EncodedObservation late = observation();
    assertThrows(
        IllegalStateException.class, () -> replay.append(new float[1], 0, false, false, late));
  }

  @Test
  void shouldFillTheRowsAskedForAndNoOther() {
    ReplayBuffer replay = new ReplayBuffer(20, SPACES, ENCODER);
    record(replay, 8);
    Batch batch = new Batch(SPACES, ENCODER, 10);
    Arrays.fill(batch.rewards(), -1);
    replay.sample(rng, batch, 4, 3);
    for (int row = 0; row < 10; row++) {
      assertEquals(row < 4 || row >= 7, batch.rewards()[row] == -1);
    }
  }
}
