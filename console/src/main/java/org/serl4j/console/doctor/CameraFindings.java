package org.serl4j.console.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.serl4j.console.dataset.PngImage;
import org.serl4j.controller.camera.Frame;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;

/** What the cameras give, as the policy sees it: cropped and resized, as a picture too. */
final class CameraFindings {
  /** Of the configured rate: a camera in the dark exposes longer. */
  private static final double LEAST_SHARE = 0.7;

  /** A picture whose mean byte is below is black, and above 255 minus it is white. */
  private static final double DARK = 8;

  private final Cell cell;
  private final Path pictures;

  /**
   * @param pictures folder that the pictures go to
   */
  CameraFindings(Cell cell, Path pictures) {
    this.cell = cell;
    this.pictures = pictures;
  }

  List<Finding> of(Watch watch) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < watch.cameras().size(); i++) {
      findings.add(of(watch.cameras().get(i), cell.cameras().get(i)));
    }
    if (findings.isEmpty()) {
      findings.add(Finding.note("cameras", "the cell has none: tasks from images need some"));
    }
    return findings;
  }

  private Finding of(Watch.Seen seen, CameraConfig config) throws IOException {
    String subject = "camera " + seen.name();
    Frame frame = seen.newest();
    if (frame == null) {
      return Finding.failed(subject, seen.complaint());
    }
    Path picture = pictures.resolve(seen.name() + ".png");
    Files.createDirectories(pictures);
    Files.write(picture, PngImage.encode(frame.rgb(), frame.width()));
    CameraConfig.Crop crop = config.crop();
    String words =
        "%s; %d x %d px at (%d, %d) of %d x %d px: %s"
            .formatted(
                seen.timing().words("frames"),
                crop.width(),
                crop.height(),
                crop.x(),
                crop.y(),
                config.width(),
                config.height(),
                picture);
    double brightness = brightness(frame);
    if (!seen.complaint().isEmpty()) {
      return Finding.failed(subject, words + "; without a picture at times: " + seen.complaint());
    }
    if (seen.timing().rateHz() < LEAST_SHARE * config.rateHz()) {
      return Finding.failed(
          subject,
          words
              + String.format(
                  Locale.ROOT,
                  "; %.0f a second are configured: look at cable, hub and light, or lower rateHz",
                  config.rateHz()));
    }
    if (brightness < DARK || brightness > 255 - DARK) {
      return Finding.failed(
          subject,
          words
              + "; the picture is "
              + (brightness < DARK ? "black" : "white")
              + ": look at cap, light and exposureUs");
    }
    return seen.note().isEmpty()
        ? Finding.ok(subject, words)
        : Finding.note(subject, words + "; " + seen.note());
  }

  /** Mean of all bytes, 0 to 255. */
  private static double brightness(Frame frame) {
    long sum = 0;
    for (byte value : frame.rgb()) {
      sum += value & 0xff;
    }
    return (double) sum / frame.rgb().length;
  }
}
