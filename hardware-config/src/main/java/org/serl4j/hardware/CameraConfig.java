package org.serl4j.hardware;

/**
 * One camera of a cell, and the part of its image that the policy sees.
 *
 * @param name under which observations, datasets and checkpoints know it
 * @param source {@code mujoco:NAME} for a camera of the scene, a device as {@code /dev/video0} or
 *     {@code v4l2:SERIAL}, a stream as {@code rtsp://...} or {@code http://...}, a ROS topic as
 *     {@code ros:/TOPIC}, or a video file
 * @param width of the raw image [px]
 * @param height of the raw image [px]
 * @param crop what is kept of the raw image; inside of it
 * @param outputSize width and height after resizing [px]
 * @param rateHz frames a second [Hz]
 * @param exposureUs fixed exposure time [us]; 0 leaves it to the device
 * @param staleMs the newest frame may be this old [ms]; at least one period of the rate
 * @param frozenMs frames may repeat the same bytes for this long [ms]; 0 switches the check off
 * @param reopenTries attempts in a row that may fail before the camera is given up
 */
public record CameraConfig(
    String name,
    String source,
    @Range(min = 16, max = 8192, unit = "px") int width,
    @Range(min = 16, max = 8192, unit = "px") int height,
    Crop crop,
    @Range(min = 16, max = 1024, unit = "px") int outputSize,
    @Range(min = 1, max = 240, unit = "Hz") double rateHz,
    @Range(min = 0, max = 1_000_000, unit = "us") double exposureUs,
    @Range(min = 1, max = 60_000, unit = "ms") int staleMs,
    @Range(min = 0, max = 60_000, unit = "ms") int frozenMs,
    @Range(min = 0, max = 1000, unit = "1") int reopenTries) {

  /**
   * The part of the raw image that is kept; (x, y) is its top left corner.
   *
   * @param x first column [px]
   * @param y first row [px]
   * @param width columns [px]
   * @param height rows [px]
   */
  public record Crop(
      @Range(min = 0, max = 8191, unit = "px") int x,
      @Range(min = 0, max = 8191, unit = "px") int y,
      @Range(min = 1, max = 8192, unit = "px") int width,
      @Range(min = 1, max = 8192, unit = "px") int height) {
    public Crop {
      Bounds.of(Crop.class)
          .check("x", x)
          .check("y", y)
          .check("width", width)
          .check("height", height);
    }
  }

  public CameraConfig {
    Bounds.of(CameraConfig.class)
        .checkName("name", name)
        .check("width", width)
        .check("height", height)
        .check("outputSize", outputSize)
        .check("rateHz", rateHz)
        .check("exposureUs", exposureUs)
        .check("staleMs", staleMs)
        .check("frozenMs", frozenMs)
        .check("reopenTries", reopenTries);
    if (source.isBlank() || source.equals("mujoco:")) {
      throw new InvalidValueException(
          "source",
          "\""
              + source
              + "\" is not a source: a device, a file, a stream's URL, ros:/TOPIC or mujoco:NAME");
    }
    Bounds.requireInside("crop.x", crop.x(), 0, width - 1, "px");
    Bounds.requireInside("crop.y", crop.y(), 0, height - 1, "px");
    Bounds.requireInside("crop.width", crop.width(), 1, width - crop.x(), "px");
    Bounds.requireInside("crop.height", crop.height(), 1, height - crop.y(), "px");
    Bounds.requireInside("staleMs", staleMs, Math.ceil(1000 / rateHz), 60_000, "ms");
  }
}
