package org.serl4j.controller.camera;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameGrabber.ImageMode;
import org.bytedeco.javacv.OpenCVFrameGrabber;
import org.bytedeco.opencv.global.opencv_videoio;
import org.jspecify.annotations.Nullable;

/**
 * A V4L2 device through OpenCV. OpenCV itself gives up a read after 10 s (environment variable
 * {@code OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT}).
 */
final class OpenCvSource implements FrameSource {
  /** V4L2_EXPOSURE_MANUAL. */
  private static final String MANUAL_EXPOSURE = "1";

  /** V4L2_EXPOSURE_APERTURE_PRIORITY: what webcams call automatic. */
  private static final String AUTOMATIC_EXPOSURE = "3";

  /** V4L2_CID_EXPOSURE_ABSOLUTE counts in units of this many microseconds. */
  private static final double EXPOSURE_UNIT_US = 100;

  /** Devices round to steps of their own. */
  private static final double EXPOSURE_TOLERANCE = 0.05;

  private final DeviceLocator device;
  private final int width;
  private final int height;
  private final double rateHz;
  private final double exposureUs;
  private String note = "";
  private @Nullable OpenCVFrameGrabber grabber;

  /**
   * @param device asked each time it is opened
   * @param width to ask the device for [px]; likewise the height
   * @param rateHz to ask the device for
   * @param exposureUs fixed exposure time [us]; 0 leaves it to the device
   */
  OpenCvSource(DeviceLocator device, int width, int height, double rateHz, double exposureUs) {
    NativeVision.loadOpenCvVideo();
    this.device = device;
    this.width = width;
    this.height = height;
    this.rateHz = rateHz;
    this.exposureUs = exposureUs;
  }

  @Override
  public String description() {
    return device.description();
  }

  @Override
  public String remedy() {
    return "check its cable, that no other program uses it, and source in the cell file";
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public void open() throws IOException {
    Path real = device.locate();
    requireUsable(real);
    OpenCVFrameGrabber opening = new OpenCVFrameGrabber(real.toString(), opencv_videoio.CAP_V4L2);
    opening.setImageMode(ImageMode.COLOR);
    opening.setImageWidth(width);
    opening.setImageHeight(height);
    opening.setFrameRate(rateHz);
    opening.setOptions(controls());
    // Without trigger mode JavaCV hands out each frame one period late.
    opening.setTriggerMode(true);
    opening.setNumBuffers(-1);
    grabber = opening;
    try {
      opening.start();
    } catch (FrameGrabber.Exception e) {
      throw new IOException("the device opens but gives no pictures", e);
    }
    note =
        exposureNote(
            exposureUs,
            opening.getOption(opencv_videoio.CAP_PROP_AUTO_EXPOSURE),
            EXPOSURE_UNIT_US * opening.getOption(opencv_videoio.CAP_PROP_EXPOSURE));
  }

  /**
   * What a device did with the exposure that was asked for.
   *
   * @param wantedUs fixed exposure time [us]; 0 for automatic
   * @param mode V4L2_CID_EXPOSURE_AUTO as read back; negative if the device has no such control
   * @param actualUs exposure time as read back [us]; negative if the device has no such control
   * @return empty if it did as it was told
   */
  static String exposureNote(double wantedUs, double mode, double actualUs) {
    if (wantedUs == 0) {
      return ""; // whatever it does is its own choice
    }
    if (actualUs < 0) {
      return "exposureUs %.0f has no effect: the device has no exposure control"
          .formatted(wantedUs);
    }
    if (mode >= 0 && mode != Double.parseDouble(MANUAL_EXPOSURE)) {
      return "exposureUs %.0f has no effect: the device keeps its automatic exposure"
          .formatted(wantedUs);
    }
    double tolerance = Math.max(EXPOSURE_UNIT_US, EXPOSURE_TOLERANCE * wantedUs);
    return Math.abs(actualUs - wantedUs) <= tolerance
        ? ""
        : "exposureUs %.0f became %.0f us: write what the device can do"
            .formatted(wantedUs, actualUs);
  }

  @Override
  public String note() {
    return note;
  }

  /** In this order: a device refuses an exposure time while its exposure is automatic. */
  private Map<String, String> controls() {
    Map<String, String> controls = new LinkedHashMap<>();
    controls.put(Integer.toString(opencv_videoio.CAP_PROP_BUFFERSIZE), "1");
    String automatic = Integer.toString(opencv_videoio.CAP_PROP_AUTO_EXPOSURE);
    if (exposureUs > 0) {
      controls.put(automatic, MANUAL_EXPOSURE);
      controls.put(
          Integer.toString(opencv_videoio.CAP_PROP_EXPOSURE),
          Double.toString(exposureUs / EXPOSURE_UNIT_US));
    } else {
      controls.put(automatic, AUTOMATIC_EXPOSURE);
    }
    return controls;
  }

  private static void requireUsable(Path real) throws IOException {
    if (!Files.isReadable(real) || !Files.isWritable(real)) {
      throw new IOException(
          "no permission to use it: add yourself to the group video (usermod -aG video), log in again");
    }
    if (Files.isRegularFile(real) || Files.isDirectory(real)) {
      throw new IOException("it is not a video device");
    }
  }

  @Override
  public Image grab() throws IOException {
    if (grabber == null) {
      throw new IllegalStateException("grab before open");
    }
    Frame frame;
    try {
      grabber.trigger();
      frame = grabber.grab();
    } catch (FrameGrabber.Exception e) {
      throw new IOException("the device stopped giving pictures", e);
    }
    return new Image(
        (ByteBuffer) frame.image[0], frame.imageWidth, frame.imageHeight, frame.imageStride, 0);
  }

  @Override
  public void close() {
    if (grabber == null) {
      return;
    }
    try {
      grabber.stop();
    } catch (FrameGrabber.Exception e) {
      // Freeing reports nothing that a caller could act on.
    } finally {
      grabber = null;
    }
  }
}
