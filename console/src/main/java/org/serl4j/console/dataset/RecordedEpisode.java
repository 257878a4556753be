package org.serl4j.console.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;

/**
 * One episode: what was seen first, and each step with what was seen after it.
 *
 * @param first the observation before the first step
 * @param steps at least one
 * @param actedBy who chose the action of each step
 */
public record RecordedEpisode(Observation first, List<Step> steps, List<ActedBy> actedBy) {
  public RecordedEpisode {
    steps = List.copyOf(steps);
    actedBy = List.copyOf(actedBy);
    if (steps.isEmpty() || actedBy.size() != steps.size()) {
      throw new IllegalArgumentException(
          "episode of " + steps.size() + " steps by " + actedBy.size() + " actors");
    }
  }

  /** The observation before step {@code t}. */
  public Observation before(int t) {
    return t == 0 ? first : steps.get(t - 1).observation();
  }

  /** Whether any step reached the task's goal. */
  public boolean success() {
    return steps.stream().anyMatch(Step::success);
  }

  /** The observation after the last step. */
  Observation last() {
    return before(steps.size());
  }

  /**
   * SHA-256 of every bit that is to survive the way to the disk and back.
   *
   * @param recordingVersion decides what belongs to it
   */
  String digest(int recordingVersion) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (int t = 0; t < steps.size(); t++) {
        Step step = steps.get(t);
        update(sha256, before(t));
        update(sha256, step.action());
        update(sha256, new float[] {(float) step.reward()});
        sha256.update((byte) (step.terminated() ? 1 : 0));
        sha256.update((byte) (step.truncated() ? 1 : 0));
        sha256.update((byte) (step.success() ? 1 : 0));
        if (DatasetFormat.hasActor(recordingVersion)) {
          update(sha256, new float[] {(float) step.gripperPenalty()});
          sha256.update((byte) DatasetFormat.code(actedBy.get(t)));
        }
      }
      update(sha256, last());
      sha256.update(steps.get(steps.size() - 1).note().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** SHA-256 of a text, in hexadecimal digits. */
  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, Observation observation) {
    update(digest, observation.state());
    for (byte[] image : observation.images()) {
      digest.update(image);
    }
  }

  private static void update(MessageDigest digest, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    for (float value : values) {
      bytes.putInt(Float.floatToRawIntBits(value));
    }
    digest.update(bytes.array());
  }
}
