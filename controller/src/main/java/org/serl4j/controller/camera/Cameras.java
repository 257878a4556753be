package org.serl4j.controller.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.hardware.CameraConfig;

/** Makes the cameras that a cell file names, except those of a simulated scene. */
public final class Cameras {
  /** Connecting takes several exchanges with the camera, however short its frames' limit is. */
  private static final int SHORTEST_NETWORK_TIMEOUT_MS = 2_000;

  private Cameras() {}

  /** Whether the simulated workcell renders this camera. */
  public static boolean isSimulated(CameraConfig config) {
    return SourceAddress.parse(config.source()) instanceof SourceAddress.Simulated;
  }

  /** Whether this camera is a ROS topic, which only a node can read. */
  public static boolean isTopic(CameraConfig config) {
    return SourceAddress.parse(config.source()) instanceof SourceAddress.Topic;
  }

  /** Starts one camera that is no ROS topic. */
  public static GrabbedCamera start(CameraConfig config, LongSupplier clock) {
    return start(config, clock, Optional.empty());
  }

  /**
   * Starts one camera; it opens in the background.
   *
   * @param clock the workcell's clock, on wall-clock pace [ns]
   * @param node reads the cameras that are ROS topics; stays open
   * @throws IllegalArgumentException if the source is not known, belongs to a simulated scene, or
   *     is a ROS topic and there is no node
   * @throws IllegalStateException if FFmpeg or OpenCV does not load
   */
  public static GrabbedCamera start(
      CameraConfig config, LongSupplier clock, Optional<? extends RosNode> node) {
    return new GrabbedCamera(
            config.name(),
            source(config, node),
            FramePreprocessor.of(config),
            limits(config),
            clock)
        .start();
  }

  /** Starts cameras that are no ROS topics. */
  public static List<GrabbedCamera> startAll(
      List<CameraConfig> configs, LongSupplier clock, long timeoutMs) {
    return startAll(configs, clock, timeoutMs, Optional.empty());
  }

  /**
   * Starts cameras and waits until each has a good frame.
   *
   * @param timeoutMs longest wait for all together, on the wall clock [ms]
   * @param node reads the cameras that are ROS topics; stays open, and is closed after them
   * @throws CameraUnavailableException if one has none in time; all are closed again
   */
  public static List<GrabbedCamera> startAll(
      List<CameraConfig> configs,
      LongSupplier clock,
      long timeoutMs,
      Optional<? extends RosNode> node) {
    List<GrabbedCamera> cameras = new ArrayList<>();
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    try {
      for (CameraConfig config : configs) {
        cameras.add(start(config, clock, node));
      }
      for (GrabbedCamera camera : cameras) {
        camera.awaitFrameAfter(-1, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime()));
      }
      return cameras;
    } catch (RuntimeException e) {
      cameras.forEach(GrabbedCamera::close);
      throw e;
    }
  }

  private static FrameSource source(CameraConfig config, Optional<? extends RosNode> node) {
    SourceAddress address = SourceAddress.parse(config.source());
    if (address instanceof SourceAddress.Stream stream) {
      return FfmpegSource.stream(stream.url(), networkTimeoutMs(config));
    }
    if (address instanceof SourceAddress.Topic topic) {
      RosNode reader =
          node.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "camera %s: source '%s' is a ROS topic, and this arm has no ROS node: give a device, a stream or a file, or arm.kind ros1"
                          .formatted(config.name(), config.source())));
      return new TopicSource(reader, topic.name(), networkTimeoutMs(config));
    }
    if (address instanceof SourceAddress.VideoFile file) {
      return FfmpegSource.file(file.path());
    }
    if (address instanceof SourceAddress.Device device) {
      return device(config, new DeviceByPath(device.path()));
    }
    if (address instanceof SourceAddress.Serial camera) {
      return device(config, new DeviceBySerial(DeviceBySerial.LINKS, camera.number()));
    }
    throw new IllegalArgumentException(
        "camera %s: source '%s' is drawn by the simulated workcell: give a device, a stream or a file"
            .formatted(config.name(), config.source()));
  }

  private static OpenCvSource device(CameraConfig config, DeviceLocator device) {
    return new OpenCvSource(
        device, config.width(), config.height(), config.rateHz(), config.exposureUs());
  }

  private static int networkTimeoutMs(CameraConfig config) {
    return Math.max(SHORTEST_NETWORK_TIMEOUT_MS, config.staleMs());
  }

  /** A recording may hold still pictures: only a live source can freeze. */
  private static CameraLimits limits(CameraConfig config) {
    boolean recording = SourceAddress.parse(config.source()) instanceof SourceAddress.VideoFile;
    return new CameraLimits(
        config.staleMs(), recording ? 0 : config.frozenMs(), config.reopenTries());
  }
}
