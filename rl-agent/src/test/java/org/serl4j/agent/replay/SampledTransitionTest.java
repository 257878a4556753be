package org.serl4j.agent.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.serl4j.agent.replay.RawRecording.End;
import org.serl4j.agent.replay.RawRecording.Piece;

/**
 * A sampled transition is one of the raw recording: images and every field, at the borders of
 * episodes and segments and around the wrap-around, over one or several steps, also after saving.
 */
class SampledTransitionTest {
  @Provide
  Arbitrary<List<Piece>> pieces() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 6),
            Arbitraries.of(false, true),
            Arbitraries.of(End.class))
        .as(Piece::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(10);
  }

  @Property(tries = 60)
  void shouldEqualTheRawRecordingAtEveryBorder(
      @ForAll("pieces") List<Piece> pieces,
      @ForAll @IntRange(min = 4, max = 40) int capacity,
      @ForAll @IntRange(min = 1, max = 5) int nStep,
      @ForAll long seed) {
    RawRecording raw = new RawRecording(seed);
    ReplayBuffer replay = raw.buffer(capacity);
    for (Piece piece : pieces) {
      raw.record(replay, piece);
      Set<Integer> seen = raw.checkSamples(replay, nStep);
      assertTrue(seen.size() <= replay.size());
    }
  }

  @Property(tries = 20)
  void shouldReachEveryTransitionOfTheRing(
      @ForAll("pieces") List<Piece> pieces, @ForAll long seed) {
    RawRecording raw = new RawRecording(seed);
    ReplayBuffer replay = raw.buffer(12);
    pieces.forEach(piece -> raw.record(replay, piece));
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      seen.addAll(raw.checkSamples(replay, 1));
    }
    // 600 draws from at most 11 miss one with probability below 1e-23
    assertEquals(replay.size(), seen.size());
  }

  @Property(tries = 20)
  void shouldKeepBordersThroughSaveAndLoad(
      @ForAll("pieces") List<Piece> pieces,
      @ForAll @IntRange(min = 4, max = 30) int capacity,
      @ForAll @IntRange(min = 1, max = 4) int nStep,
      @ForAll long seed)
      throws IOException {
    RawRecording raw = new RawRecording(seed);
    ReplayBuffer replay = raw.buffer(capacity);
    for (Piece piece : pieces) {
      raw.record(replay, piece);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      replay.save(new DataOutputStream(bytes));
      replay = raw.buffer(capacity);
      replay.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      raw.checkSamples(replay, nStep);
    }
  }
}
