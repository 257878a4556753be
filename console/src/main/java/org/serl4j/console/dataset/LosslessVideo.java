package org.serl4j.console.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.camera.NativeVision;

/**
 * Writes the frames of one episode and camera as an MP4 that decodes to the same bytes: AV1,
 * lossless, planes G, B, R without chroma subsampling. Constant frame rate: frame k is shown at k /
 * fps exactly, the first at 0, and each lasts 1 / fps.
 *
 * <p>FFmpeg's own interface and not JavaCV's recorder, because the recorder leaves the last frame
 * of libaom without a duration, which falsifies the average frame rate that readers seek by.
 */
final class LosslessVideo implements AutoCloseable {
  static final String ENCODER = "libaom-av1";
  static final String CODEC = "av1";
  static final String PIXEL_FORMAT = "gbrp";
  static final int KEY_FRAME_EVERY = 2;

  /** Ticks of the container in the time of one frame: k / fps is a whole number of ticks. */
  private static final int TICKS_PER_FRAME = 1024;

  private static final int CHANNELS = 3;

  private final Path file;
  private final int size;
  private final AVFormatContext container = new AVFormatContext(null);
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame frame = avutil.av_frame_alloc();
  private final AVStream stream;
  private final byte[] row;
  private @Nullable AVCodecContext codec;
  private long frames;

  /**
   * @param images RGB, row-major, {@code size * size * 3} bytes each (not modified)
   * @throws DatasetException if the encoder is missing or the file cannot be written
   */
  static void write(Path file, int size, int fps, List<byte[]> images) {
    NativeVision.loadFfmpeg();
    try (LosslessVideo video = new LosslessVideo(file, size, fps)) {
      for (byte[] image : images) {
        video.add(image);
      }
      video.finish();
    } catch (IOException e) {
      throw new DatasetException(
          "cannot write the video " + file + ": " + DatasetException.reason(e), e);
    }
  }

  private LosslessVideo(Path file, int size, int fps) throws IOException {
    this.file = file;
    this.size = size;
    this.row = new byte[size];
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name(ENCODER);
    if (encoder == null) {
      throw new IOException("this FFmpeg has no encoder " + ENCODER);
    }
    require(
        avformat.avformat_alloc_output_context2(container, null, "mp4", file.toString()),
        "the MP4 container");
    this.stream = avformat.avformat_new_stream(container, null);
    try (AVRational timeBase = avutil.av_make_q(1, fps);
        AVRational rate = avutil.av_make_q(fps, 1)) {
      this.codec = openCodec(encoder, timeBase, rate);
      stream.avg_frame_rate(rate);
    }
    require(
        avcodec.avcodec_parameters_from_context(stream.codecpar(), codec), "the codec's settings");
    openFile(fps);
    frame.format(avutil.AV_PIX_FMT_GBRP);
    frame.width(size);
    frame.height(size);
    require(avutil.av_frame_get_buffer(frame, 0), "memory for a frame");
  }

  private AVCodecContext openCodec(AVCodec encoder, AVRational timeBase, AVRational rate)
      throws IOException {
    AVCodecContext context = avcodec.avcodec_alloc_context3(encoder);
    context.width(size);
    context.height(size);
    context.pix_fmt(avutil.AV_PIX_FMT_GBRP);
    context.colorspace(avutil.AVCOL_SPC_RGB);
    context.color_range(avutil.AVCOL_RANGE_JPEG);
    context.time_base(timeBase);
    context.framerate(rate);
    context.gop_size(KEY_FRAME_EVERY);
    context.max_b_frames(0);
    context.thread_count(1);
    context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "usage", "realtime", 0);
    avutil.av_dict_set(options, "cpu-used", "8", 0);
    avutil.av_dict_set(options, "lag-in-frames", "0", 0);
    avutil.av_dict_set(options, "crf", "0", 0);
    avutil.av_dict_set(options, "aom-params", "lossless=1", 0);
    try {
      require(avcodec.avcodec_open2(context, encoder, options), "the encoder " + ENCODER);
    } finally {
      avutil.av_dict_free(options);
    }
    return context;
  }

  private void openFile(int fps) throws IOException {
    AVIOContext output = new AVIOContext(null);
    require(
        avformat.avio_open(output, file.toString(), avformat.AVIO_FLAG_WRITE), "the output file");
    container.pb(output);
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "movflags", "+faststart", 0);
    avutil.av_dict_set(
        options, "video_track_timescale", Integer.toString(fps * TICKS_PER_FRAME), 0);
    try {
      require(avformat.avformat_write_header(container, options), "the MP4 header");
    } finally {
      avutil.av_dict_free(options);
    }
  }

  private void add(byte[] rgb) throws IOException {
    if (rgb.length != size * size * CHANNELS) {
      throw new IllegalArgumentException(
          "an image of " + rgb.length + " bytes is not " + size + " x " + size + " RGB");
    }
    require(avutil.av_frame_make_writable(frame), "memory for a frame");
    fillPlane(rgb, 0, 1);
    fillPlane(rgb, 1, 2);
    fillPlane(rgb, 2, 0);
    frame.pts(frames++);
    encode(frame);
  }

  private void fillPlane(byte[] rgb, int plane, int channel) {
    int stride = frame.linesize(plane);
    BytePointer target = frame.data(plane);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        row[x] = rgb[(y * size + x) * CHANNELS + channel];
      }
      target.position((long) y * stride).put(row, 0, size);
    }
  }

  private void encode(@Nullable AVFrame image) throws IOException {
    AVCodecContext encoder = codec;
    require(avcodec.avcodec_send_frame(encoder, image), "a frame");
    while (true) {
      int result = avcodec.avcodec_receive_packet(encoder, packet);
      if (result == avutil.AVERROR_EAGAIN() || result == avutil.AVERROR_EOF()) {
        return;
      }
      require(result, "a frame");
      packet.duration(1);
      if (encoder != null) {
        avcodec.av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      }
      packet.stream_index(0);
      require(avformat.av_interleaved_write_frame(container, packet), "a frame");
    }
  }

  private void finish() throws IOException {
    encode(null);
    require(avformat.av_write_trailer(container), "the MP4 index");
    // A full disk may show only when the last bytes leave the buffer.
    AVIOContext output = container.pb();
    container.pb(new AVIOContext(null));
    require(avformat.avio_close(output), "the last bytes");
  }

  private static void require(int result, String what) throws IOException {
    if (result >= 0) {
      return;
    }
    byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
    avutil.av_strerror(result, text, text.length);
    throw new IOException(what + ": " + new String(text, StandardCharsets.UTF_8).trim());
  }

  @Override
  public void close() {
    AVIOContext output = container.pb();
    if (output != null && !output.isNull()) {
      avformat.avio_close(output);
    }
    AVCodecContext encoder = codec;
    codec = null;
    if (encoder != null) {
      avcodec.avcodec_free_context(encoder);
    }
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avformat.avformat_free_context(container);
  }
}
