package org.serl4j.controller.camera;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.serl4j.controller.ros1.message.Image;

/** Makes BGR pixels without padding of the encodings that colour cameras publish. */
final class TopicPixels {
  private static final int BGR_BYTES = 3;

  /** Where blue, green and red of a pixel lie, and how many bytes it has. */
  private record Layout(int blue, int green, int red, int bytes) {}

  private static final Map<String, Layout> ENCODINGS =
      Map.of(
          "rgb8", new Layout(2, 1, 0, 3),
          "bgr8", new Layout(0, 1, 2, 3),
          "rgba8", new Layout(2, 1, 0, 4),
          "bgra8", new Layout(0, 1, 2, 4),
          "mono8", new Layout(0, 0, 0, 1));

  private byte[] row = {};
  private ByteBuffer bgr = ByteBuffer.allocateDirect(0);

  /**
   * @param image not modified
   * @return valid until the next call
   * @throws IOException if it is in another encoding, or no whole image
   */
  FrameSource.Image of(Image image) throws IOException {
    Layout layout = ENCODINGS.get(image.encoding);
    if (layout == null) {
      throw new IOException(
          "its encoding is '%s', not rgb8, bgr8, rgba8, bgra8 or mono8: name a topic in colour"
              .formatted(image.encoding));
    }
    requireWhole(image, layout);
    if (row.length != image.width * BGR_BYTES || bgr.capacity() != image.height * row.length) {
      row = new byte[image.width * BGR_BYTES];
      bgr = ByteBuffer.allocateDirect(image.height * row.length);
    }
    for (int y = 0; y < image.height; y++) {
      int from = y * image.step;
      for (int to = 0; to < row.length; to += BGR_BYTES) {
        row[to] = image.data[from + layout.blue];
        row[to + 1] = image.data[from + layout.green];
        row[to + 2] = image.data[from + layout.red];
        from += layout.bytes;
      }
      bgr.put(y * row.length, row);
    }
    return new FrameSource.Image(bgr, image.width, image.height, row.length, 0);
  }

  private static void requireWhole(Image image, Layout layout) throws IOException {
    long rowBytes = (long) image.width * layout.bytes;
    long needed = (image.height - 1L) * image.step + rowBytes;
    if (image.width < 1 || image.height < 1 || image.step < rowBytes || image.length < needed) {
      throw new IOException(
          "%d bytes in rows of %d are no %s image of %d x %d px"
              .formatted(image.length, image.step, image.encoding, image.width, image.height));
    }
  }
}
