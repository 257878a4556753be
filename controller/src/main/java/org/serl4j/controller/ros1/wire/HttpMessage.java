package org.serl4j.controller.ros1.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An HTTP request or response with a body of known length, one for each connection.
 *
 * @param firstLine request or status line
 */
record HttpMessage(String firstLine, String body) {
  private static final int HEAD_LIMIT = 1 << 13;
  private static final int BODY_LIMIT = 1 << 22;

  /** Reads one. */
  static HttpMessage read(DeadlineInput from) throws IOException {
    InputStream in = new BufferedInputStream(from);
    int[] left = {HEAD_LIMIT};
    String first = line(in, left);
    long length = -1;
    for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = length(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        throw new IOException("HTTP: transfer encodings are not spoken here");
      }
    }
    if (length < 0) {
      throw new IOException("HTTP: no Content-Length");
    }
    byte[] body = in.readNBytes((int) length);
    if (body.length < length) {
      throw new EOFException("HTTP: the body ended after " + body.length + " of " + length);
    }
    return new HttpMessage(first, new String(body, StandardCharsets.UTF_8));
  }

  private static long length(String text) throws IOException {
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > BODY_LIMIT) {
      throw new IOException("HTTP: Content-Length is not a number up to " + BODY_LIMIT);
    }
    return Integer.parseInt(text);
  }

  private static String line(InputStream in, int[] left) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("HTTP: the connection ended within the head");
      }
      if (--left[0] < 0) {
        throw new IOException("HTTP: a head of more than " + HEAD_LIMIT + " bytes");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  /**
   * Writes one in one piece.
   *
   * @param moreHead header lines, each with its line end
   */
  static void write(OutputStream out, String firstLine, String moreHead, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String head =
        firstLine
            + "\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: "
            + bytes.length
            + "\r\n"
            + moreHead
            + "\r\n";
    all.write(head.getBytes(StandardCharsets.ISO_8859_1));
    all.write(bytes);
    all.writeTo(out);
    out.flush();
  }
}
