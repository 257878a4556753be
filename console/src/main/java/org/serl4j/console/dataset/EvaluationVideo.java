package org.serl4j.console.dataset;

import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.camera.NativeVision;

/**
 * An MP4 for people to watch: views side by side, each with its name, a caption line below. Lossy,
 * in real time. The file has a temporary name until {@link #close}.
 *
 * <p>OpenCV draws the text because its strokes are built in: Java2D needs fonts that a fresh server
 * does not have.
 */
public final class EvaluationVideo implements AutoCloseable {
  /** In the order of preference: every browser plays the first. */
  private static final List<String> ENCODERS = List.of("libopenh264", "libsvtav1", "mpeg4");

  private static final int VIEW_HEIGHT = 320;
  private static final int CAPTION_HEIGHT = 32;
  private static final int CHANNELS = 3;
  private static final int BITS_A_SECOND = 2_500_000;
  private static final double TEXT_SIZE = 0.5;

  private final Path file;
  private final Path temporary;
  private final int fps;
  private @Nullable FFmpegFrameRecorder recorder;
  private @Nullable Mat canvas;

  /**
   * One view of the scene.
   *
   * @param name drawn into the picture
   * @param rgb row-major from the top left (not modified)
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, compared by nobody
  public record View(String name, byte[] rgb, int width, int height) {
    public View {
      if (rgb.length != width * height * CHANNELS) {
        throw new IllegalArgumentException(
            "view " + name + ": " + rgb.length + " bytes are not " + width + " x " + height);
      }
    }
  }

  /**
   * @param file the final name, ending in .mp4; an older file of that name is replaced
   * @param fps frames a second, as the environment steps
   * @throws DatasetException if its folder cannot be made
   */
  public EvaluationVideo(Path file, int fps) {
    NativeVision.loadFfmpeg();
    NativeVision.loadOpenCv();
    this.file = file.toAbsolutePath();
    this.temporary = this.file.resolveSibling("." + this.file.getFileName() + ".part");
    this.fps = fps;
    try {
      Files.createDirectories(this.file.resolveSibling("."));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Appends one frame.
   *
   * @param views from left to right; the same number and sizes in every frame
   * @param caption one line below the views
   * @throws DatasetException if the frame cannot be written
   */
  public void add(List<View> views, String caption) {
    int width = views.stream().mapToInt(EvaluationVideo::shownWidth).sum();
    try {
      Mat picture = canvas;
      FFmpegFrameRecorder film = recorder;
      if (picture == null || film == null) {
        picture = new Mat(VIEW_HEIGHT + CAPTION_HEIGHT, width, opencv_core.CV_8UC3);
        film = start(width, VIEW_HEIGHT + CAPTION_HEIGHT);
        canvas = picture;
        recorder = film;
      }
      if (picture.cols() != width) {
        throw new IllegalArgumentException("the views' sizes changed within the film");
      }
      draw(picture, views, caption);
      Frame frame = new Frame();
      frame.imageWidth = width;
      frame.imageHeight = picture.rows();
      frame.imageDepth = Frame.DEPTH_UBYTE;
      frame.imageChannels = CHANNELS;
      frame.imageStride = width * CHANNELS;
      ByteBuffer pixels = picture.createBuffer();
      frame.image = new Buffer[] {pixels};
      film.record(frame, avutil.AV_PIX_FMT_RGB24);
    } catch (FrameRecorder.Exception e) {
      throw cannotWrite(e);
    }
  }

  private FFmpegFrameRecorder start(int width, int height) throws FrameRecorder.Exception {
    String encoder =
        ENCODERS.stream()
            .filter(name -> avcodec.avcodec_find_encoder_by_name(name) != null)
            .findFirst()
            .orElseThrow(
                () -> new DatasetException("this FFmpeg has none of the encoders " + ENCODERS));
    FFmpegFrameRecorder film = new FFmpegFrameRecorder(temporary.toFile(), width, height, 0);
    film.setFormat("mp4");
    film.setVideoCodecName(encoder);
    film.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
    film.setFrameRate(fps);
    film.setGopSize(fps);
    film.setMaxBFrames(0);
    film.setVideoBitrate(BITS_A_SECOND);
    film.setVideoOption("threads", "1");
    film.setImageScalingFlags(swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND);
    film.setOption("movflags", "+faststart");
    film.start();
    return film;
  }

  private static void draw(Mat canvas, List<View> views, String caption) {
    try (Scalar black = new Scalar(0, 0, 0, 0)) {
      canvas.put(black);
    }
    int left = 0;
    for (View view : views) {
      int width = shownWidth(view);
      try (Rect place = new Rect(left, 0, width, VIEW_HEIGHT);
          Mat target = new Mat(canvas, place);
          BytePointer bytes = new BytePointer(view.rgb());
          Mat source = new Mat(view.height(), view.width(), opencv_core.CV_8UC3, bytes);
          Size size = new Size(width, VIEW_HEIGHT)) {
        opencv_imgproc.resize(source, target, size, 0, 0, opencv_imgproc.INTER_CUBIC);
      }
      text(canvas, view.name(), left + 8, 20);
      left += width;
    }
    text(canvas, caption, 8, VIEW_HEIGHT + CAPTION_HEIGHT - 10);
  }

  /** White on a dark outline, to be read on any picture. */
  private static void text(Mat canvas, String text, int left, int baseline) {
    try (Point origin = new Point(left, baseline);
        Scalar dark = new Scalar(20, 20, 20, 0);
        Scalar light = new Scalar(255, 255, 255, 0)) {
      int font = opencv_imgproc.FONT_HERSHEY_SIMPLEX;
      int smooth = opencv_imgproc.LINE_AA;
      opencv_imgproc.putText(canvas, text, origin, font, TEXT_SIZE, dark, 3, smooth, false);
      opencv_imgproc.putText(canvas, text, origin, font, TEXT_SIZE, light, 1, smooth, false);
    }
  }

  /** Keeps the proportions at the common height; even, as the encoder wants it. */
  private static int shownWidth(View view) {
    return Math.round((float) view.width() * VIEW_HEIGHT / view.height() / 2) * 2;
  }

  /**
   * Gives the film its name. Without a frame there is no file.
   *
   * @throws DatasetException if the last frames cannot be written
   */
  @Override
  public void close() {
    FFmpegFrameRecorder film = recorder;
    Mat picture = canvas;
    recorder = null;
    canvas = null;
    if (film == null) {
      return;
    }
    try (film) {
      film.stop();
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(e);
    } finally {
      if (picture != null) {
        picture.close();
      }
    }
  }

  /**
   * Ends the film and leaves no file of it; a film of that name from before stays.
   *
   * @throws DatasetException if the unfinished file cannot be removed
   */
  public void discard() {
    FFmpegFrameRecorder film = recorder;
    Mat picture = canvas;
    recorder = null;
    canvas = null;
    if (film == null) {
      return;
    }
    try (film) {
      film.stop();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw cannotWrite(e);
    } finally {
      if (picture != null) {
        picture.close();
      }
    }
  }

  private DatasetException cannotWrite(Exception e) {
    return new DatasetException(
        "cannot write the film %s: %s".formatted(file, DatasetException.reason(e)), e);
  }
}
