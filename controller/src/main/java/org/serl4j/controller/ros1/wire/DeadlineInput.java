package org.serl4j.controller.ros1.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** A socket's input with a deadline for all that is read, however the bytes trickle in. */
public final class DeadlineInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private final byte[] one = new byte[1];
  private long endNs;

  public DeadlineInput(Socket socket, long timeoutMs) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    restart(timeoutMs);
  }

  /** Everything from now on is to be read within {@code timeoutMs} [ms]. */
  public void restart(long timeoutMs) {
    endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
    if (leftMs <= 0) {
      throw new SocketTimeoutException("no complete message in time");
    }
    socket.setSoTimeout((int) Math.min(leftMs, Integer.MAX_VALUE));
    return in.read(to, offset, length);
  }

  /** A little-endian uint32 that is at most {@code limit}. */
  public int length(int limit, String what) throws IOException {
    byte[] bytes = readNBytes(Integer.BYTES);
    if (bytes.length < Integer.BYTES) {
      throw new EOFException("the connection ended before the length of " + what);
    }
    long length = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      length = (length << 8) | (bytes[i] & 0xff);
    }
    if (length > limit) {
      throw new IOException(what + " of " + length + " bytes, more than " + limit);
    }
    return (int) length;
  }

  /** {@code count} bytes; memory grows with what arrives. */
  public byte[] bytes(int count, String what) throws IOException {
    byte[] bytes = readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException(
          "the connection ended after " + bytes.length + " of " + count + " bytes of " + what);
    }
    return bytes;
  }
}
