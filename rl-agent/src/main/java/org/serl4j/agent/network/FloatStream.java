package org.serl4j.agent.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Float arrays in files: length as int, then the values in little-endian order. */
public final class FloatStream {
  private static final int PIECE = 16384;

  private FloatStream() {}

  public static void write(DataOutput out, float[] values) throws IOException {
    out.writeInt(values.length);
    byte[] bytes = new byte[4 * PIECE];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += PIECE) {
      int count = Math.min(PIECE, values.length - from);
      buffer.asFloatBuffer().put(values, from, count);
      out.write(bytes, 0, 4 * count);
    }
  }

  /**
   * @param into overwritten; its length must be the stored one
   */
  public static void read(DataInput in, float[] into) throws IOException {
    int length = in.readInt();
    if (length != into.length) {
      throw new IOException(
          "holds a vector of " + length + " values where " + into.length + " are expected");
    }
    byte[] bytes = new byte[4 * PIECE];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < length; from += PIECE) {
      int count = Math.min(PIECE, length - from);
      in.readFully(bytes, 0, 4 * count);
      buffer.asFloatBuffer().get(into, from, count);
    }
  }

  /** Writes a native vector. */
  public static void write(DataOutput out, Floats values) throws IOException {
    write(out, values.toArray());
  }

  /** Reads a native vector. */
  public static void read(DataInput in, Floats into) throws IOException {
    float[] values = new float[into.length()];
    read(in, values);
    into.write(0, values, 0, values.length);
  }
}
