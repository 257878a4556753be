package org.serl4j.controller.camera;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_videoio;

/**
 * Loads OpenCV and FFmpeg, keeps both quiet, and says in one line why they do not load. Calling
 * again is cheap; thread-safe.
 */
public final class NativeVision {
  private NativeVision() {}

  /**
   * OpenCV for images, on one thread: a resize to 128 x 128 gains nothing from two, and the learner
   * needs the other core.
   *
   * @throws IllegalStateException if it does not load, in one line with the remedy
   */
  public static void loadOpenCv() {
    load("OpenCV", opencv_core.class, opencv_imgproc.class);
    opencv_core.setNumThreads(1);
  }

  /** OpenCV with its video capture (V4L2). */
  public static void loadOpenCvVideo() {
    loadOpenCv();
    load("OpenCV's video capture", opencv_videoio.class);
  }

  /** FFmpeg without its log on standard error: the exceptions of the adapters carry the cause. */
  public static void loadFfmpeg() {
    load("FFmpeg", avutil.class, avcodec.class, avformat.class, swscale.class);
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
  }

  private static void load(String library, Class<?>... presets) {
    try {
      for (Class<?> preset : presets) {
        Loader.load(preset);
      }
    } catch (LinkageError e) {
      throw new IllegalStateException(doesNotLoad(library, Loader.Detector.getPlatform(), e), e);
    }
  }

  static String doesNotLoad(String library, String platform, Throwable cause) {
    return "%s does not load on %s (%s): build with -Djavacpp.platform=%s, or run on linux-x86_64"
        .formatted(library, platform, firstLine(cause), platform);
  }

  static String firstLine(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }
}
