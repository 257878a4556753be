package org.serl4j.console.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.serl4j.console.doctor.Finding.Verdict;
import org.serl4j.controller.Workcell;
import org.serl4j.hardware.Cell;

/**
 * All findings about one cell.
 *
 * @param findings in the order of looking
 * @param moved whether the arm was commanded
 */
public record Examination(List<Finding> findings, boolean moved) {
  public Examination {
    findings = List.copyOf(findings);
  }

  /**
   * What to look at, and how long.
   *
   * @param seconds to look at arm and cameras [s]
   * @param move whether the arm may be moved, if all was well until then
   * @param pictures folder that the cameras' pictures go to
   * @param runs folder that runs are written to
   */
  public record Wanted(double seconds, boolean move, Path pictures, Path runs) {
    public Wanted {
      if (!(seconds > 0 && seconds <= 600)) {
        throw new IllegalArgumentException("--seconds " + seconds + ": above 0, at most 600");
      }
    }
  }

  /** Looks, and moves if that is wanted and nothing speaks against it. */
  public static Examination of(Cell cell, Workcell workcell, Wanted wanted) throws IOException {
    List<Finding> findings = new ArrayList<>();
    List<DeviceWatch> devices = DeviceWatch.openAll(System.getenv());
    try {
      Watch watch = Watch.of(workcell, wanted.seconds(), devices);
      findings.addAll(ArmFindings.of(cell, workcell, watch));
      findings.addAll(new CameraFindings(cell, wanted.pictures()).of(watch));
      findings.addAll(MachineFindings.of(cell, wanted.runs()));
      devices.forEach(device -> findings.add(device.finding()));
    } finally {
      devices.forEach(DeviceWatch::close);
    }
    boolean moves = wanted.move() && worst(findings) != Verdict.FAILED;
    if (moves) {
      findings.add(Square.draw(workcell, cell));
    } else if (wanted.move()) {
      findings.add(Finding.note("move", "nothing moved: first see to what failed above"));
    }
    return new Examination(findings, moves);
  }

  private static Verdict worst(List<Finding> findings) {
    return findings.stream().map(Finding::verdict).max(Verdict::compareTo).orElse(Verdict.OK);
  }

  /** Whether the cell may be used. */
  public boolean isFit() {
    return worst(findings) != Verdict.FAILED;
  }

  /** All findings and one verdict. */
  public List<String> lines(boolean coloured) {
    int width = findings.stream().mapToInt(f -> f.subject().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    findings.forEach(finding -> lines.addAll(finding.lines(width, coloured)));
    long failed = findings.stream().filter(f -> f.verdict() == Verdict.FAILED).count();
    lines.add(
        (failed == 0
                ? "verdict: fit for use"
                : "verdict: not fit for use, %d failed".formatted(failed))
            + (moved ? "" : "; nothing has moved (--move draws a square of 10 mm)"));
    return lines;
  }
}
