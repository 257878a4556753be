package org.serl4j.controller.camera;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.serl4j.controller.ros1.RosNames;

/** What the words after {@code source:} in a cell file mean. */
sealed interface SourceAddress {
  /** Schemes that FFmpeg reads as a live stream. */
  Set<String> STREAMS = Set.of("http", "https", "rtsp", "rtsps", "rtmp", "udp", "tcp");

  /** A camera of the simulated scene. */
  record Simulated(String camera) implements SourceAddress {}

  /** A live stream from the network. */
  record Stream(String url) implements SourceAddress {}

  /** A V4L2 device. */
  record Device(Path path) implements SourceAddress {}

  /** A V4L2 device by its serial number. */
  record Serial(String number) implements SourceAddress {}

  /** A ROS topic of images. */
  record Topic(String name) implements SourceAddress {}

  /** A video file, played once at its own rate. */
  record VideoFile(Path path) implements SourceAddress {}

  /**
   * @param source {@code mujoco:NAME}, a stream's URL, {@code ros:/TOPIC}, {@code v4l2:SERIAL},
   *     {@code /dev/...} or a device's number, {@code file:PATH} or a path
   * @throws IllegalArgumentException if it is none of these
   */
  static SourceAddress parse(String source) {
    if (source.isBlank()) {
      throw unknown(source);
    }
    if (source.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new Device(Path.of("/dev/video" + source));
    }
    if (source.startsWith("/dev/")) {
      return new Device(Path.of(source));
    }
    int colon = source.indexOf(':');
    if (colon < 0) {
      return new VideoFile(Path.of(source));
    }
    String scheme = source.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = source.substring(colon + 1);
    if (scheme.equals("mujoco") && !rest.isBlank()) {
      return new Simulated(rest);
    }
    if (scheme.equals("v4l2") && !rest.isBlank() && !rest.contains("/")) {
      return new Serial(rest);
    }
    if (scheme.equals("ros") && isName(rest)) {
      return new Topic(rest);
    }
    if (scheme.equals("realsense")) {
      throw new IllegalArgumentException(
          "camera source '%s' is not read directly: give v4l2:SERIAL, or ros:/camera/color/image_raw of its ROS driver (docs/hardware.md)"
              .formatted(source));
    }
    if (scheme.equals("file") && !rest.isBlank()) {
      return new VideoFile(Path.of(rest.startsWith("//") ? rest.substring(2) : rest));
    }
    if (STREAMS.contains(scheme) && rest.startsWith("//")) {
      return new Stream(source);
    }
    throw unknown(source);
  }

  private static boolean isName(String topic) {
    try {
      return !topic.isEmpty() && !RosNames.resolve(topic, "/", "/node").equals("/");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static IllegalArgumentException unknown(String source) {
    return new IllegalArgumentException(
        "camera source '%s' is not known: give mujoco:NAME, http://..., rtsp://..., ros:/TOPIC, v4l2:SERIAL, /dev/videoN or its number, or a video file"
            .formatted(source));
  }
}
