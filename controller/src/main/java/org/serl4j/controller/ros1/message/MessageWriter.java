package org.serl4j.controller.ros1.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Writes the fields of messages, one after the other, into a buffer that grows and is kept. */
public final class MessageWriter {
  private ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);

  /** Starts over. */
  public MessageWriter clear() {
    bytes.clear();
    return this;
  }

  /** What was written: {@link #length} bytes from 0 on. Valid until the next call. */
  public byte[] array() {
    return bytes.array();
  }

  /** How many bytes were written. */
  public int length() {
    return bytes.position();
  }

  private ByteBuffer room(int count) {
    if (bytes.remaining() < count) {
      int capacity = Math.max(bytes.capacity() * 2, Math.addExact(bytes.position(), count));
      bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(bytes.flip());
    }
    return bytes;
  }

  /** Leaves room for a uint32 length; give what this returns to {@link #endFrame}. */
  public int beginFrame() {
    room(Integer.BYTES).putInt(0);
    return length();
  }

  /** Writes the number of bytes since {@code begin} where room was left for it. */
  public void endFrame(int begin) {
    bytes.putInt(begin - Integer.BYTES, length() - begin);
  }

  /** A uint8 or int8. */
  public void uint8(int value) {
    room(1).put((byte) value);
  }

  /** A bool. */
  public void bool(boolean value) {
    uint8(value ? 1 : 0);
  }

  /** An int32 or uint32. */
  public void int32(int value) {
    room(Integer.BYTES).putInt(value);
  }

  /** A float64. */
  public void float64(double value) {
    room(Double.BYTES).putDouble(value);
  }

  /** A time [ns] since 1970. */
  public void timeNs(long timeNs) {
    int32((int) Math.floorDiv(timeNs, 1_000_000_000L));
    int32((int) Math.floorMod(timeNs, 1_000_000_000L));
  }

  /** A string. */
  public void string(String value) {
    int length = value.length();
    room(Integer.BYTES + length).putInt(length);
    int start = length();
    for (int i = 0; i < length; i++) {
      char character = value.charAt(i);
      if (character >= 0x80) { // the rare case, for which memory is allocated
        bytes.position(start - Integer.BYTES);
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + encoded.length).putInt(encoded.length).put(encoded);
        return;
      }
      bytes.put((byte) character);
    }
  }

  /** A float64[N] (not modified). */
  public void fixedFloat64s(double[] values) {
    room(values.length * Double.BYTES);
    for (double value : values) {
      bytes.putDouble(value);
    }
  }

  /** A float64[] (not modified). */
  public void float64s(double[] values) {
    int32(values.length);
    fixedFloat64s(values);
  }

  /** A uint8[] of the first {@code count} values (not modified). */
  public void uint8s(byte[] values, int count) {
    room(Integer.BYTES + count).putInt(count).put(values, 0, count);
  }

  /** An array of anything. */
  public <T> void list(Collection<T> values, BiConsumer<T, MessageWriter> element) {
    int32(values.size());
    for (T value : values) {
      element.accept(value, this);
    }
  }
}
