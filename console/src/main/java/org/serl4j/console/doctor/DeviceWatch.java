package org.serl4j.console.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.teleoperation.DeviceUnavailableException;
import org.serl4j.controller.teleoperation.Gamepad;
import org.serl4j.controller.teleoperation.OperatorInput;
import org.serl4j.controller.teleoperation.SpaceMouse;
import org.serl4j.controller.teleoperation.TeleoperationDevice;
import org.serl4j.controller.teleoperation.WindowInput;
import org.serl4j.controller.viewer.ViewerWindow;

/**
 * One thing that a person can steer with, read while doctor looks: its numbers, and how often they
 * change. One that is not there is a note: nobody must steer.
 */
final class DeviceWatch implements AutoCloseable {
  private final String name;
  private final @Nullable TeleoperationDevice device;
  private final String absent;
  private final Stamps changes = new Stamps();
  private @Nullable OperatorInput newest;
  private double[] least = {};
  private double[] most = {};

  private DeviceWatch(String name, @Nullable TeleoperationDevice device, String absent) {
    this.name = name;
    this.device = device;
    this.absent = absent;
  }

  /**
   * Opens all that there may be, on the thread that looks.
   *
   * @param environment says where spacenavd listens, and whether there is a display; not modified
   */
  static List<DeviceWatch> openAll(Map<String, String> environment) {
    Path socket = SpaceMouse.socketOf(environment.get("SPNAV_SOCKET"));
    boolean hasDisplay = ViewerWindow.hasDisplay(environment);
    return List.of(
        open("spacemouse", () -> SpaceMouse.open(socket, System::nanoTime)),
        open("gamepad", () -> Gamepad.openWithoutWindow(System::nanoTime, hasDisplay)));
  }

  static DeviceWatch open(String name, Supplier<? extends TeleoperationDevice> opener) {
    try {
      return new DeviceWatch(name, opener.get(), "");
    } catch (DeviceUnavailableException e) {
      return new DeviceWatch(name, null, String.valueOf(e.getMessage()));
    }
  }

  /** Reads it; on the thread that opened it. */
  void look() {
    if (device == null) {
      return;
    }
    if (device instanceof WindowInput input) {
      input.polled();
    }
    OperatorInput input = device.newest();
    double[] raw = input.raw().stream().mapToDouble(Double::doubleValue).toArray();
    if (newest == null) {
      least = raw.clone();
      most = raw.clone();
    } else if (!input.raw().equals(newest.raw())) {
      changes.add(input.capturedNs());
      for (int i = 0; i < raw.length; i++) {
        least[i] = Math.min(least[i], raw[i]);
        most[i] = Math.max(most[i], raw[i]);
      }
    }
    newest = input;
  }

  Finding finding() {
    if (device == null) {
      return Finding.note(name, absent);
    }
    look();
    OperatorInput input = newest;
    if (input == null) {
      throw new IllegalStateException("a look gives an input");
    }
    Timing timing = changes.timing();
    String words =
        String.format(
            Locale.ROOT,
            "%s from %s: %d changes%s, raw values %s%s",
            input.device(),
            device.source(),
            timing.count(),
            timing.count() < 2
                ? " (push it while doctor looks)"
                : String.format(Locale.ROOT, ", %.1f a second", timing.rateHz()),
            input.raw(),
            input.note().isEmpty() ? "" : " (" + input.note() + ")");
    Finding finding = input.note().isEmpty() ? Finding.ok(name, words) : Finding.note(name, words);
    return timing.count() == 0 ? finding : finding.drawn(ranges());
  }

  /** The range of each value that moved. */
  private List<String> ranges() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < least.length; i++) {
      if (least[i] < most[i]) {
        lines.add(
            String.format(
                Locale.ROOT, "value %d went from %.2f to %.2f", i + 1, least[i], most[i]));
      }
    }
    return lines;
  }

  @Override
  public void close() {
    if (device != null) {
      device.close();
    }
  }
}
