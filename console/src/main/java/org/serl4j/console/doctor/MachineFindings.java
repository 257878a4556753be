package org.serl4j.console.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;

/** Disk and memory. */
final class MachineFindings {
  private static final int STEPS_AN_HOUR = 36_000;
  private static final double GIGA = 1e9;

  /** Bytes of a step that are no image: state, action, numbers. */
  private static final int STEP_BYTES = 400;

  /** Of one camera's map in the replay of a run [byte]. */
  private static final int MAP_BYTES = 8_200;

  private MachineFindings() {}

  /**
   * @param runs where runs are written
   */
  static List<Finding> of(Cell cell, Path runs) throws IOException {
    List<Finding> findings = new ArrayList<>();
    findings.add(disk(cell, runs));
    findings.add(memory(cell, Runtime.getRuntime().maxMemory()));
    return findings;
  }

  /** An hour of steps as it was seen, uncompressed: more than it will take. */
  private static Finding disk(Cell cell, Path runs) throws IOException {
    long step = STEP_BYTES;
    for (CameraConfig camera : cell.cameras()) {
      step += 3L * camera.outputSize() * camera.outputSize();
    }
    double hour = step * STEPS_AN_HOUR / GIGA;
    double free = Files.getFileStore(existing(runs)).getUsableSpace() / GIGA;
    String words =
        String.format(
            Locale.ROOT,
            "%.1f GB free for %s; an hour of recorded steps takes at most %.1f GB",
            free,
            runs,
            hour);
    return Finding.of(free > hour, "disk", words);
  }

  private static Path existing(Path folder) {
    Path at = folder.toAbsolutePath();
    while (!Files.exists(at)) {
      at = at.resolveSibling(".").normalize();
    }
    return at;
  }

  /**
   * The replay of an hour.
   *
   * @param heapBytes that this program may use
   */
  static Finding memory(Cell cell, long heapBytes) {
    double need = (double) STEPS_AN_HOUR * (STEP_BYTES + MAP_BYTES * cell.cameras().size()) / GIGA;
    String words =
        String.format(
            Locale.ROOT,
            "%.1f GB for this program; the replay of an hour takes %.1f GB",
            heapBytes / GIGA,
            need);
    return Finding.of(heapBytes / GIGA > 2 * need, "memory", words);
  }
}
