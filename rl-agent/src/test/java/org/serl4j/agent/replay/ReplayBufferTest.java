package org.serl4j.agent.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.replay.RawRecording.Piece;

/** The ring's own behaviour; what it samples is compared with the raw recording. */
class ReplayBufferTest {
  private final RawRecording raw = new RawRecording(1);

  private void record(ReplayBuffer replay, int... lengths) {
    for (int length : lengths) {
      raw.record(replay, new Piece(length, false, RawRecording.End.TERMINATED));
    }
  }

  @Test
  void shouldSpanChunksOfItsMemory() {
    ReplayBuffer replay = raw.buffer(300);
    record(replay, 127, 2, 100, 140);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      seen.addAll(raw.checkSamples(replay, 1));
    }
    assertEquals(replay.size(), seen.size());
    // 300 rows hold the last 299 steps at most; an episode takes one row more than it has steps
    assertTrue(replay.size() < 300);
  }

  @Test
  void shouldGiveTheSameSamplesAfterSaveAndLoad() throws IOException {
    ReplayBuffer replay = raw.buffer(20);
    record(replay, 12, 9);
    ReplayBuffer loaded = raw.buffer(20);
    loaded.load(in(bytes(replay)));
    assertEquals(replay.size(), loaded.size());
    Batch one = RawRecording.batch(32, 1);
    Batch two = RawRecording.batch(32, 1);
    replay.sample(new SplittableRandom(5), one, 0, 32);
    loaded.sample(new SplittableRandom(5), two, 0, 32);
    assertArrayEquals(one.states(), two.states());
    assertArrayEquals(one.masks(), two.masks());
    for (int row = 0; row < 32; row++) {
      assertEquals(one.nextFeatures().word(1, row, 7), two.nextFeatures().word(1, row, 7));
    }
  }

  @Test
  void shouldGoOnWhereItWasSavedWhenOnlyNewRowsAreAdded() throws IOException {
    ReplayBuffer replay = raw.buffer(30);
    ReplayBuffer copy = raw.buffer(30);
    long saved = 0;
    for (int part = 0; part < 8; part++) {
      record(replay, 1 + part, 2);
      raw.recordOpen(replay, 2);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      replay.saveRows(new DataOutputStream(bytes), Math.max(saved, replay.oldestRow()));
      saved = replay.finalRows();
      copy.load(in(bytes.toByteArray()));
      assertArrayEquals(bytes(replay), bytes(copy));
      raw.finishOpen(replay);
    }
  }

  @Test
  void shouldRefusePartsThatDoNotFollowEachOther() throws IOException {
    ReplayBuffer replay = raw.buffer(40);
    record(replay, 5);
    byte[] first = bytes(replay);
    record(replay, 5);
    ByteArrayOutputStream late = new ByteArrayOutputStream();
    replay.saveRows(new DataOutputStream(late), 8);
    ReplayBuffer copy = raw.buffer(40);
    copy.load(in(first));
    IOException e = assertThrows(IOException.class, () -> copy.load(in(late.toByteArray())));
    assertEquals("replay rows 8 to 12 do not follow the 6 rows before", e.getMessage());
  }

  @Test
  void shouldRefuseAFileOfAnotherShape() throws IOException {
    byte[] bytes = bytes(raw.buffer(20));
    EncoderConfig oneCopy = new EncoderConfig(List.of("t194"), 1, 4);
    ReplayBuffer other = new ReplayBuffer(20, RawRecording.SPACES, oneCopy);
    assertThrows(IOException.class, () -> other.load(in(bytes)));
  }

  @Test
  void shouldMoveIntoALargerRingOnlyBeforeItHasOverwrittenRows() throws IOException {
    ReplayBuffer replay = raw.buffer(20);
    record(replay, 8, 9);
    ReplayBuffer larger = raw.buffer(50);
    larger.load(in(bytes(replay)));
    assertEquals(17, larger.size());
    record(replay, 5);
    ReplayBuffer tooLate = raw.buffer(50);
    IOException e = assertThrows(IOException.class, () -> tooLate.load(in(bytes(replay))));
    assertEquals(
        "replay of 25 rows was written by a ring of 20, this one holds 50", e.getMessage());
  }

  @Test
  void shouldRefuseStepsBehindTheEndOfAnEpisodeOrSegment() {
    for (boolean segment : List.of(false, true)) {
      ReplayBuffer replay = raw.buffer(20);
      raw.record(replay, new Piece(3, segment, RawRecording.End.TRUNCATED));
      assertThrows(IllegalStateException.class, () -> raw.appendStep(replay));
      raw.recordOpen(replay, 2);
      replay.endSegment();
      assertThrows(IllegalStateException.class, () -> raw.appendStep(replay));
    }
  }

  @Test
  void shouldMoveObservationAndNextApartByUpToTheShift() {
    EncoderConfig encoder = new EncoderConfig(List.of("t168"), 1, 4, 0, 2);
    ReplayBuffer replay = new ReplayBuffer(20, RawRecording.SPACES, encoder);
    byte[] features = new byte[encoder.frameBytes()];
    EncodedObservation frame =
        new EncodedObservation(new float[] {0, 0}, List.of(features, features));
    replay.beginEpisode(frame);
    replay.append(new float[] {0}, 0, false, false, frame);
    int rows = 4000;
    Batch batch = new Batch(RawRecording.SPACES, encoder, rows);
    replay.sample(new SplittableRandom(9), batch, 0, rows);
    int[] counts = new int[25];
    int together = 0;
    for (int row = 0; row < rows; row++) {
      int shift = shiftOf(batch.features(), row);
      counts[shift]++;
      together += shift == shiftOf(batch.nextFeatures(), row) ? 1 : 0;
    }
    for (int count : counts) {
      // 160 of 4000 on average, sigma 12.4
      assertEquals(160, count, 62);
    }
    assertEquals(160, together, 62);
  }

  /** Index of a shift of -2..2 in both directions. */
  private static int shiftOf(FeatureRows features, int row) {
    int x = features.right(row);
    int y = features.down(row);
    assertTrue(Math.abs(x) <= 2 && Math.abs(y) <= 2);
    return (y + 2) * 5 + x + 2;
  }

  @Test
  void shouldFillTheRowsAskedForAndNoOther() {
    ReplayBuffer replay = raw.buffer(20);
    record(replay, 8);
    Batch batch = RawRecording.batch(10, 1);
    Arrays.fill(batch.rewards(), -1);
    replay.sample(new SplittableRandom(1), batch, 4, 3);
    for (int row = 0; row < 10; row++) {
      assertEquals(row < 4 || row >= 7, batch.rewards()[row] == -1);
    }
  }

  @Test
  void shouldRefuseFeaturesOfABatchAfterTheBufferWasWritten() {
    ReplayBuffer replay = raw.buffer(20);
    ReplayBuffer untouched = raw.buffer(20);
    record(replay, 8);
    record(untouched, 8);
    Batch batch = RawRecording.batch(10, 1);
    replay.sample(new SplittableRandom(1), batch, 0, 5);
    assertThrows(IllegalStateException.class, batch::features, "half of it was never sampled");
    untouched.sample(new SplittableRandom(1), batch, 5, 5);
    batch.features();
    record(replay, 1);
    IllegalStateException e = assertThrows(IllegalStateException.class, batch::features);
    assertTrue(String.valueOf(e.getMessage()).contains("sample again"), e.getMessage());
    assertThrows(IllegalStateException.class, batch::nextFeatures);
    replay.sample(new SplittableRandom(2), batch, 0, 5);
    batch.nextFeatures();
  }

  @Test
  void shouldSayWhatAStoredStepTakes() {
    ReplayBuffer replay = raw.buffer(20);
    // 2 cameras x 2 copies x 96 x 8 x 8, state 2, action 1, reward, penalty: floats; two bytes
    long expected = 2 * 2 * 96 * 8 * 8 + 4 * (2 + 1 + 2) + 2;
    assertEquals(expected, ReplayBuffer.rowBytes(RawRecording.SPACES, RawRecording.ENCODER));
    assertEquals(20 * expected, replay.fullBytes());
  }

  private static byte[] bytes(ReplayBuffer replay) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    replay.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
