package org.serl4j.controller.camera;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber.ImageMode;
import org.jspecify.annotations.Nullable;

/** A network stream (HTTP, RTSP, ...) or a video file through FFmpeg. */
final class FfmpegSource implements FrameSource {
  private static final Pattern ERROR_CODE = Pattern.compile("error (-\\d+)");
  private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");

  private final String location;
  private final boolean live;
  private final long timeoutUs;
  private @Nullable FFmpegFrameGrabber grabber;

  private FfmpegSource(String location, boolean live, int timeoutMs) {
    NativeVision.loadFfmpeg();
    this.location = location;
    this.live = live;
    this.timeoutUs = TimeUnit.MILLISECONDS.toMicros(timeoutMs);
  }

  /**
   * @param url with its scheme, such as {@code rtsp://host/stream}
   * @param timeoutMs longest wait for the network in connecting and in each read [ms]
   */
  static FfmpegSource stream(String url, int timeoutMs) {
    return new FfmpegSource(url, true, timeoutMs);
  }

  static FfmpegSource file(Path file) {
    return new FfmpegSource(file.toString(), false, 0);
  }

  @Override
  public String description() {
    return USER_INFO.matcher(location).replaceFirst("//***@");
  }

  @Override
  public String remedy() {
    return live
        ? "check the camera's power, network and address"
        : "give a video file that is long enough";
  }

  @Override
  public boolean isLive() {
    return live;
  }

  @Override
  public void open() throws IOException {
    if (!live && !Files.isReadable(Path.of(location))) {
      throw new IOException("there is no readable file of this name");
    }
    FFmpegFrameGrabber opening = new FFmpegFrameGrabber(location);
    opening.setImageMode(ImageMode.COLOR);
    // Several decoding threads would hold frames back, one each.
    opening.setVideoOption("threads", "1");
    if (live) {
      lowLatency(opening);
    }
    grabber = opening;
    try {
      // start() would hold a lock of the whole process while it waits for the network.
      opening.startUnsafe();
    } catch (FFmpegFrameGrabber.Exception e) {
      throw new IOException(cause(e), e);
    }
    if (!opening.hasVideo()) {
      throw new IOException("it has no video");
    }
  }

  private void lowLatency(FFmpegFrameGrabber opening) {
    // A picture whose rest was lost with the connection would be shown with grey instead.
    opening.setOption("fflags", "nobuffer+discardcorrupt");
    opening.setVideoOption("flags", "low_delay");
    String timeout = Long.toString(timeoutUs);
    opening.setOption("rw_timeout", timeout);
    opening.setOption("timeout", timeout);
    if (location.toLowerCase(Locale.ROOT).startsWith("rtsp")) {
      opening.setOption("rtsp_transport", "tcp");
    }
  }

  @Override
  public @Nullable Image grab() throws IOException {
    if (grabber == null) {
      throw new IllegalStateException("grab before open");
    }
    Frame frame;
    try {
      frame = grabber.grabImage();
    } catch (FFmpegFrameGrabber.Exception e) {
      throw new IOException(cause(e), e);
    }
    if (frame == null) {
      return null;
    }
    return new Image(
        (ByteBuffer) frame.image[0],
        frame.imageWidth,
        frame.imageHeight,
        frame.imageStride,
        TimeUnit.MICROSECONDS.toNanos(frame.timestamp));
  }

  @Override
  public void close() {
    if (grabber == null) {
      return;
    }
    try {
      grabber.releaseUnsafe();
    } catch (FFmpegFrameGrabber.Exception e) {
      // Freeing reports nothing that a caller could act on.
    } finally {
      grabber = null;
    }
  }

  /** FFmpeg's own words for its error number, which JavaCV's message only names. */
  private static String cause(FFmpegFrameGrabber.Exception e) {
    String message = NativeVision.firstLine(e);
    Matcher code = ERROR_CODE.matcher(message);
    if (!code.find()) {
      return message;
    }
    byte[] text = new byte[256];
    avutil.av_strerror(Integer.parseInt(code.group(1)), text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }
}
