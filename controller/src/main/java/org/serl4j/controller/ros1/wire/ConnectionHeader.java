package org.serl4j.controller.ros1.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.serl4j.controller.ros1.message.MessageWriter;

/**
 * What both sides of a TCPROS connection say first: {@code key=value} strings, each behind its
 * uint32 length, all behind the uint32 length of all.
 */
public record ConnectionHeader(Map<String, String> fields) {
  /** Message definitions take a few kB; nothing sensible is longer. */
  private static final int LIMIT = 1 << 18;

  public ConnectionHeader {
    fields = Map.copyOf(fields);
  }

  /** Reads one; bytes that are none are an {@code IOException}. */
  public static ConnectionHeader read(DeadlineInput in) throws IOException {
    byte[] all = in.bytes(in.length(LIMIT, "connection header"), "connection header");
    Map<String, String> fields = new LinkedHashMap<>();
    int at = 0;
    while (at < all.length) {
      long length = at + 4 <= all.length ? uint32(all, at) : -1;
      if (length < 0 || length > all.length - at - 4) {
        throw new IOException("connection header: field of " + length + " bytes at byte " + at);
      }
      String field = new String(all, at + 4, (int) length, StandardCharsets.UTF_8);
      int equals = field.indexOf('=');
      if (equals < 1) {
        throw new IOException("connection header: a field is not key=value");
      }
      fields.put(field.substring(0, equals), field.substring(equals + 1));
      at += 4 + (int) length;
    }
    return new ConnectionHeader(fields);
  }

  private static long uint32(byte[] all, int at) {
    return (all[at] & 0xffL)
        | ((all[at + 1] & 0xffL) << 8)
        | ((all[at + 2] & 0xffL) << 16)
        | ((all[at + 3] & 0xffL) << 24);
  }

  /** Writes it in one piece. */
  public void write(OutputStream out) throws IOException {
    MessageWriter writer = new MessageWriter();
    int begin = writer.beginFrame();
    fields.forEach((key, value) -> writer.string(key + "=" + value));
    writer.endFrame(begin);
    out.write(writer.array(), 0, writer.length());
    out.flush();
  }

  /** A field's value; empty if there is none. */
  public String get(String key) {
    return fields.getOrDefault(key, "");
  }
}
