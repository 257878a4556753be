package org.serl4j.controller.ros1.message;

/**
 * sensor_msgs/Image. Mutable, and its pixels keep their array while it is large enough: a camera's
 * pictures are too large to allocate for each.
 */
public final class Image {
  public static final MessageType<Image> TYPE =
      MessageType.reusing(
          Definition.of(
              "sensor_msgs/Image",
              """
              Header header
              uint32 height
              uint32 width
              string encoding
              uint8 is_bigendian
              uint32 step
              uint8[] data
              """,
              Header.DEFINITION),
          Image::new,
          Image::read,
          Image::write);

  public int seq;
  public long stampNs;
  public String frameId = "";
  public int height;
  public int width;

  /** Such as {@code rgb8} or {@code bgr8}. */
  public String encoding = "rgb8";

  public boolean bigEndian;

  /** Bytes from one row to the next. */
  public int step;

  /** Row by row from the top; only the first {@link #length} bytes count. */
  public byte[] data = {};

  public int length;

  /** Overwrites this with {@code other}, which is not modified. */
  public void copy(Image other) {
    seq = other.seq;
    stampNs = other.stampNs;
    frameId = other.frameId;
    height = other.height;
    width = other.width;
    encoding = other.encoding;
    bigEndian = other.bigEndian;
    step = other.step;
    length = other.length;
    room();
    System.arraycopy(other.data, 0, data, 0, length);
  }

  private void room() {
    if (data.length < length) {
      data = new byte[length];
    }
  }

  private void read(MessageReader from) {
    seq = from.int32();
    stampNs = from.timeNs();
    frameId = from.string(frameId);
    height = from.int32();
    width = from.int32();
    encoding = from.string(encoding);
    bigEndian = from.bool();
    step = from.int32();
    length = from.byteCount();
    room();
    from.bytes(data, length);
  }

  private void write(MessageWriter to) {
    Header.write(to, seq, stampNs, frameId);
    to.int32(height);
    to.int32(width);
    to.string(encoding);
    to.bool(bigEndian);
    to.int32(step);
    to.uint8s(data, length);
  }
}
