package org.serl4j.console.dataset;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.serl4j.controller.camera.NativeVision;

/**
 * All frames of a video file, decoded.
 *
 * @param width [px]
 * @param height [px]
 * @param images RGB, row-major from the top left, {@code width * height * 3} bytes each
 * @param seconds presentation time of each frame [s], as the container says, to the microsecond
 * @param framesPerSecond average rate, as the container says
 * @param codec FFmpeg's name of the codec, such as {@code av1}
 */
record VideoFrames(
    int width,
    int height,
    List<byte[]> images,
    List<Double> seconds,
    double framesPerSecond,
    String codec) {
  private static final int CHANNELS = 3;
  private static final double MICROSECONDS = 1e6;

  VideoFrames {
    images = List.copyOf(images);
    seconds = List.copyOf(seconds);
  }

  /**
   * @throws DatasetException if the file is missing, truncated or no video
   */
  static VideoFrames decode(Path file) {
    NativeVision.loadFfmpeg();
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
      grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
      grabber.setVideoOption("threads", "1");
      grabber.setImageScalingFlags(
          swscale.SWS_BICUBIC
              | swscale.SWS_ACCURATE_RND
              | swscale.SWS_FULL_CHR_H_INT
              | swscale.SWS_FULL_CHR_H_INP);
      grabber.start();
      List<byte[]> images = new ArrayList<>();
      List<Double> seconds = new ArrayList<>();
      for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
        images.add(rgb(frame));
        seconds.add(frame.timestamp / MICROSECONDS);
      }
      return new VideoFrames(
          grabber.getImageWidth(),
          grabber.getImageHeight(),
          images,
          seconds,
          grabber.getVideoFrameRate(),
          grabber.getVideoCodecName());
    } catch (FrameGrabber.Exception e) {
      throw new DatasetException(
          "cannot decode the video "
              + file
              + ": it is missing or damaged; copy the data set again or leave it out",
          e);
    }
  }

  private static byte[] rgb(Frame frame) {
    ByteBuffer pixels = (ByteBuffer) frame.image[0];
    int rowBytes = frame.imageWidth * CHANNELS;
    byte[] rgb = new byte[frame.imageHeight * rowBytes];
    for (int y = 0; y < frame.imageHeight; y++) {
      pixels.get(y * frame.imageStride, rgb, y * rowBytes, rowBytes);
    }
    return rgb;
  }
}
