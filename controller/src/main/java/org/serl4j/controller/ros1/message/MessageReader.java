package org.serl4j.controller.ros1.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the fields of a message, one after the other. Lengths are checked against the bytes that
 * are there before anything is allocated for them.
 *
 * <p>Every method throws {@link MessageFormatException} if the bytes end before the field does.
 */
public final class MessageReader {
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private byte[] array = {};

  /** Starts over with a message in {@code array}, which is not modified. */
  public MessageReader on(byte[] array, int offset, int length) {
    if (array != this.array) {
      this.array = array;
      bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
    bytes.limit(offset + length).position(offset);
    return this;
  }

  private int need(long count, String what) {
    if (count > bytes.remaining()) {
      throw new MessageFormatException(
          what + " of " + count + " bytes, but only " + bytes.remaining() + " are left");
    }
    return (int) count;
  }

  /** A uint8, or an int8 with its sign cut off. */
  public int uint8() {
    need(1, "uint8");
    return bytes.get() & 0xff;
  }

  /** A bool. */
  public boolean bool() {
    return uint8() != 0;
  }

  /** An int32. */
  public int int32() {
    need(Integer.BYTES, "int32");
    return bytes.getInt();
  }

  /** A uint32. */
  public long uint32() {
    return Integer.toUnsignedLong(int32());
  }

  /** A float64. */
  public double float64() {
    need(Double.BYTES, "float64");
    return bytes.getDouble();
  }

  /** A time [ns] since 1970. */
  public long timeNs() {
    long seconds = uint32();
    return seconds * 1_000_000_000 + uint32();
  }

  /** A string; bytes that are not UTF-8 become replacement characters. */
  public String string() {
    int length = need(uint32(), "string");
    String text =
        new String(array, bytes.arrayOffset() + bytes.position(), length, StandardCharsets.UTF_8);
    bytes.position(bytes.position() + length);
    return text;
  }

  /** A string that is most likely {@code previous}, which is then returned. */
  public String string(String previous) {
    int start = bytes.position();
    int length = need(uint32(), "string");
    boolean same = length == previous.length();
    for (int i = 0; same && i < length; i++) {
      same = array[bytes.position() + i] == previous.charAt(i);
    }
    if (same) {
      bytes.position(bytes.position() + length);
      return previous;
    }
    bytes.position(start);
    return string();
  }

  /** {@code count} float64 to {@code values} from {@code offset} on: overwritten. */
  public void float64s(double[] values, int offset, int count) {
    need((long) count * Double.BYTES, "float64 array");
    for (int i = 0; i < count; i++) {
      values[offset + i] = bytes.getDouble();
    }
  }

  /** A float64[N]. */
  public double[] float64s(int count) {
    double[] values = new double[count];
    float64s(values, 0, count);
    return values;
  }

  /** A float64[]. */
  public double[] float64s() {
    long count = uint32();
    need(count * Double.BYTES, "float64 array");
    return float64s((int) count);
  }

  /** The length of a uint8[]; its bytes follow. */
  public int byteCount() {
    return need(uint32(), "uint8[]");
  }

  /** {@code count} bytes to {@code values}: overwritten. */
  public void bytes(byte[] values, int count) {
    need(count, "uint8[]");
    bytes.get(values, 0, count);
  }

  /** An array of anything. */
  public <T> List<T> list(Function<MessageReader, T> element) {
    long count = need(uint32(), "array"); // no element is shorter than a byte
    List<T> values = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      values.add(element.apply(this));
    }
    return values;
  }

  /** Fails if bytes are left: then the message was another one. */
  public void end() {
    if (bytes.hasRemaining()) {
      throw new MessageFormatException(bytes.remaining() + " bytes left after the last field");
    }
  }
}
