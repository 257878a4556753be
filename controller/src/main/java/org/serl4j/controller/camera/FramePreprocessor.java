package org.serl4j.controller.camera;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.CameraConfig.Crop;

/**
 * The one way from a source image to the RGB bytes that networks, rewards and datasets see: crop,
 * then resize, then RGB order. Live, recorded and simulated frames all pass here, and {@link
 * #settingsHash()} stored beside data tells whether two data sets were seen through the same path.
 *
 * <p>Shrinking averages the covered source area (OpenCV's INTER_AREA); if an axis grows, both are
 * bilinear. SERL samples bilinearly without averaging; docs/decisions/0007-frame-path.md has the
 * comparison. A whole crop of the output's size is an exact copy.
 *
 * <p>Thread-safe; one call at a time.
 */
public final class FramePreprocessor {
  /** Counts the changes of this class that change pixels. */
  private static final int PATH_VERSION = 1;

  private static final int CHANNELS = 3;

  /** Order of the three bytes of a source pixel. */
  public enum ColourOrder {
    RGB,
    BGR
  }

  private final int sourceWidth;
  private final int sourceHeight;
  private final Crop crop;
  private final int outputWidth;
  private final int outputHeight;
  private final int interpolation;
  private final double exposureUs;

  private final Object nativeLock = new Object();
  private final BytePointer cropped;
  private final BytePointer resized;
  private final Mat resizedMat;
  private final Size outputSize;

  /**
   * Leaves the exposure to the camera.
   *
   * @param crop the part of the source that is kept
   * @throws IllegalArgumentException if a size is not positive or the crop leaves the source
   * @throws IllegalStateException if OpenCV does not load
   */
  public FramePreprocessor(
      int sourceWidth, int sourceHeight, Crop crop, int outputWidth, int outputHeight) {
    this(sourceWidth, sourceHeight, crop, outputWidth, outputHeight, 0);
  }

  private FramePreprocessor(
      int sourceWidth,
      int sourceHeight,
      Crop crop,
      int outputWidth,
      int outputHeight,
      double exposureUs) {
    if (sourceWidth < 1 || sourceHeight < 1 || outputWidth < 1 || outputHeight < 1) {
      throw new IllegalArgumentException(
          "image sizes are at least 1 px: source is %d x %d px, output %d x %d px"
              .formatted(sourceWidth, sourceHeight, outputWidth, outputHeight));
    }
    if (crop.x() + (long) crop.width() > sourceWidth
        || crop.y() + (long) crop.height() > sourceHeight) {
      throw new IllegalArgumentException(
          "crop [%d, %d, %d, %d] leaves the image of %d x %d px: keep x + width <= %d and y + height <= %d"
              .formatted(
                  crop.x(),
                  crop.y(),
                  crop.width(),
                  crop.height(),
                  sourceWidth,
                  sourceHeight,
                  sourceWidth,
                  sourceHeight));
    }
    NativeVision.loadOpenCv();
    this.sourceWidth = sourceWidth;
    this.sourceHeight = sourceHeight;
    this.crop = crop;
    this.outputWidth = outputWidth;
    this.outputHeight = outputHeight;
    this.exposureUs = exposureUs;
    boolean shrinks = crop.width() >= outputWidth && crop.height() >= outputHeight;
    this.interpolation = shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
    this.cropped = new BytePointer((long) crop.width() * crop.height() * CHANNELS);
    this.resized = new BytePointer((long) outputWidth * outputHeight * CHANNELS);
    this.resizedMat = new Mat(outputHeight, outputWidth, opencv_core.CV_8UC3, resized);
    this.outputSize = new Size(outputWidth, outputHeight);
  }

  /** The path of a configured camera, be it real or simulated. */
  public static FramePreprocessor of(CameraConfig config) {
    return new FramePreprocessor(
        config.width(),
        config.height(),
        config.crop(),
        config.outputSize(),
        config.outputSize(),
        config.exposureUs());
  }

  public int outputWidth() {
    return outputWidth;
  }

  public int outputHeight() {
    return outputHeight;
  }

  public int sourceWidth() {
    return sourceWidth;
  }

  public int sourceHeight() {
    return sourceHeight;
  }

  /**
   * @param rgb source image, row-major from the top left, without padding (not modified)
   * @return new RGB bytes of the output size, row-major from the top left
   */
  public byte[] process(byte[] rgb) {
    int stride = sourceWidth * CHANNELS;
    requireBytes(rgb.length, stride);
    if (isCopy()) {
      return rgb.clone();
    }
    int cropRow = crop.width() * CHANNELS;
    synchronized (nativeLock) {
      for (int y = 0; y < crop.height(); y++) {
        cropped.position((long) y * cropRow);
        cropped.put(rgb, (crop.y() + y) * stride + crop.x() * CHANNELS, cropRow);
      }
      cropped.position(0);
      return resize(cropped, cropRow);
    }
  }

  /**
   * @param pixels source image in a direct buffer, from its position (neither pixels nor position
   *     are modified)
   * @param strideBytes from the start of one row to the start of the next
   * @return new RGB bytes of the output size, row-major from the top left
   */
  public byte[] process(ByteBuffer pixels, int strideBytes, ColourOrder order) {
    if (!pixels.isDirect()) {
      throw new IllegalArgumentException("the pixels are in a heap buffer: give a direct buffer");
    }
    requireBytes(pixels.remaining(), strideBytes);
    byte[] rgb;
    if (isCopy()) {
      rgb = copyRows(pixels, strideBytes);
    } else {
      synchronized (nativeLock) {
        try (BytePointer source = new BytePointer(pixels)) {
          source.position(
              source.position() + (long) crop.y() * strideBytes + (long) crop.x() * CHANNELS);
          rgb = resize(source, strideBytes);
        }
      }
    }
    if (order == ColourOrder.BGR) {
      swapRedAndBlue(rgb);
    }
    return rgb;
  }

  /**
   * What decides the pixels, one setting a line, the camera's exposure time included: the text
   * behind {@link #settingsHash()}.
   */
  public String settings() {
    return """
        serl4j frame path %d
        source %d x %d
        crop %d %d %d %d
        output %d x %d
        interpolation %s
        pixels rgb8
        exposure %s
        """
        .formatted(
            PATH_VERSION,
            sourceWidth,
            sourceHeight,
            crop.x(),
            crop.y(),
            crop.width(),
            crop.height(),
            outputWidth,
            outputHeight,
            isCopy() ? "none" : interpolation == opencv_imgproc.INTER_AREA ? "area" : "bilinear",
            exposureUs == 0 ? "automatic" : exposureUs + " us");
  }

  /** SHA-256 of {@link #settings()} in lower-case hexadecimal. */
  public String settingsHash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(settings().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private boolean isCopy() {
    return crop.width() == outputWidth
        && crop.height() == outputHeight
        && sourceWidth == outputWidth
        && sourceHeight == outputHeight;
  }

  private byte[] resize(BytePointer source, int strideBytes) {
    try (Mat sourceMat =
        new Mat(crop.height(), crop.width(), opencv_core.CV_8UC3, source, strideBytes)) {
      opencv_imgproc.resize(sourceMat, resizedMat, outputSize, 0, 0, interpolation);
    }
    byte[] rgb = new byte[outputWidth * outputHeight * CHANNELS];
    resized.get(rgb);
    return rgb;
  }

  private byte[] copyRows(ByteBuffer pixels, int strideBytes) {
    int row = outputWidth * CHANNELS;
    byte[] rgb = new byte[outputHeight * row];
    for (int y = 0; y < outputHeight; y++) {
      pixels.get(pixels.position() + y * strideBytes, rgb, y * row, row);
    }
    return rgb;
  }

  private static void swapRedAndBlue(byte[] pixels) {
    for (int i = 0; i < pixels.length; i += CHANNELS) {
      byte first = pixels[i];
      pixels[i] = pixels[i + 2];
      pixels[i + 2] = first;
    }
  }

  private void requireBytes(int bytes, int strideBytes) {
    long needed = (long) (sourceHeight - 1) * strideBytes + (long) sourceWidth * CHANNELS;
    if (strideBytes < sourceWidth * CHANNELS || bytes < needed) {
      throw new IllegalArgumentException(
          "%d bytes in rows of %d are not the %d x %d px image that the camera's configuration names"
              .formatted(bytes, strideBytes, sourceWidth, sourceHeight));
    }
  }
}
