package org.serl4j.rewards.vice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.checkpoint.CheckedFile;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeatureRows;

/**
 * Goal observations behind the backbone: what success looks like, and nothing of how to get there.
 * Some are held back, to see whether the classifier knows goals that it has not learned from.
 */
public final class GoalImages {
  private static final String KIND = "goal images";
  private static final int VERSION = 1;

  private final EncoderConfig encoder;
  private final int cameras;
  private final int copyInts;
  private final List<int[][]> learned = new ArrayList<>();
  private final List<int[][]> heldBack = new ArrayList<>();

  /**
   * @param encoder what each observation is encoded with, the run's own
   */
  public GoalImages(EncoderConfig encoder, int cameras) {
    this.encoder = encoder;
    this.cameras = cameras;
    this.copyInts = encoder.copyBytes() / 4;
  }

  /**
   * Adds a goal.
   *
   * @param held whether it is held back
   */
  public void add(EncodedObservation observation, boolean held) {
    (held ? heldBack : learned).add(observation.packed(encoder));
  }

  /** Goals that are learned from. */
  public int learned() {
    return learned.size();
  }

  /** Goals that are held back. */
  public int heldBack() {
    return heldBack.size();
  }

  EncoderConfig encoder() {
    return encoder;
  }

  int cameras() {
    return cameras;
  }

  /** Lets a row point to a goal that is learned from, in a copy and moved as replay draws them. */
  void draw(SplittableRandom rng, FeatureRows rows, int row) {
    point(rows, row, learned.get(rng.nextInt(learned.size())), rng.nextInt(encoder.copies()));
    int range = encoder.shiftCells();
    if (range > 0) {
      rows.move(row, rng.nextInt(-range, range + 1), rng.nextInt(-range, range + 1));
    }
  }

  /** Lets a row point to a goal that is held back, as it was seen. */
  void pointHeldBack(FeatureRows rows, int row, int index) {
    point(rows, row, heldBack.get(index), 0);
    rows.move(row, 0, 0);
  }

  private void point(FeatureRows rows, int row, int[][] packed, int copy) {
    for (int camera = 0; camera < cameras; camera++) {
      rows.point(camera, row, packed[camera], copy * copyInts);
    }
  }

  /** Writes all goals, whole or not at all. */
  public void save(Path file) throws IOException {
    CheckedFile.write(
        file,
        KIND,
        VERSION,
        out -> {
          out.writeInt(cameras);
          out.writeInt(encoder.frameBytes() / 4);
          for (List<int[][]> part : List.of(learned, heldBack)) {
            out.writeInt(part.size());
            for (int[][] goal : part) {
              for (int[] camera : goal) {
                for (int word : camera) {
                  out.writeInt(word);
                }
              }
            }
          }
        });
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IOException with one line if the file is missing, damaged or of another shape
   */
  public static GoalImages load(Path file, EncoderConfig encoder, int cameras) throws IOException {
    GoalImages read = new GoalImages(encoder, cameras);
    CheckedFile.read(
        file,
        KIND,
        VERSION,
        in -> {
          int words = encoder.frameBytes() / 4;
          int storedCameras = in.readInt();
          int storedWords = in.readInt();
          if (storedCameras != cameras || storedWords != words) {
            throw new IOException(
                "%s holds goals of %d cameras of %d words, expected %d of %d"
                    .formatted(file, storedCameras, storedWords, cameras, words));
          }
          for (List<int[][]> part : List.of(read.learned, read.heldBack)) {
            int goals = in.readInt();
            for (int i = 0; i < goals; i++) {
              int[][] goal = new int[cameras][words];
              for (int[] camera : goal) {
                for (int w = 0; w < words; w++) {
                  camera[w] = in.readInt();
                }
              }
              part.add(goal);
            }
          }
        });
    return read;
  }
}
