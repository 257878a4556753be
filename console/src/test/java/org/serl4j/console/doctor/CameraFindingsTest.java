package org.serl4j.console.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serl4j.console.doctor.Finding.Verdict;
import org.serl4j.controller.camera.Frame;
import org.serl4j.hardware.Cell;

class CameraFindingsTest {
  private static final Cell CELL = Cell.read(Path.of("..", "hardware-config", "cells", "sim.yaml"));

  private static final Timing STEADY = new Timing(90, 30, 33, 34, 40);

  @TempDir private Path folder = Path.of("");

  private Finding first(Timing timing, @Nullable Frame frame, String complaint) throws IOException {
    return finding(new Watch.Seen("wrist_1", timing, frame, complaint, ""));
  }

  private Finding finding(Watch.Seen seen) throws IOException {
    return new CameraFindings(CELL, folder).of(new Watch(List.of(), STEADY, List.of(seen))).get(0);
  }

  private static Frame grey(int brightness) {
    byte[] rgb = new byte[3 * 128 * 128];
    Arrays.fill(rgb, (byte) brightness);
    return new Frame(rgb, 128, 128, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "30, 128, '', OK, wrist_1.png",
    "30, 2, '', FAILED, the picture is black",
    "30, 253, '', FAILED, the picture is white",
    "15, 128, '', FAILED, 30 a second are configured",
    "30, 128, the cable fell out, FAILED, without a picture at times: the cable fell out"
  })
  void shouldSayWhatIsWrongWithACamera(
      double rateHz, int brightness, String complaint, Verdict verdict, String words)
      throws IOException {
    Finding finding = first(new Timing(90, rateHz, 33, 34, 40), grey(brightness), complaint);
    assertEquals(verdict, finding.verdict());
    assertTrue(finding.words().contains(words), finding.words());
  }

  @Test
  void shouldNoteWhatACameraDoesOtherwiseThanTheCellFileAsks() throws IOException {
    String note = "exposureUs 5000 has no effect: the device has no exposure control";
    Finding finding = finding(new Watch.Seen("wrist_1", STEADY, grey(128), "", note));
    assertEquals(Verdict.NOTE, finding.verdict());
    assertTrue(finding.words().endsWith("wrist_1.png; " + note), finding.words());
  }

  @Test
  void shouldSayWhyThereIsNoPictureAtAll() throws IOException {
    Finding finding = first(new Timing(0, 0, 0, 0, 0), null, "camera wrist_1: no such device");
    assertEquals(Finding.failed("camera wrist_1", "camera wrist_1: no such device"), finding);
  }
}
