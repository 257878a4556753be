package org.serl4j.console.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Scalars as a TensorBoard event file: TFRecords, each a protobuf {@code Event}.
 *
 * <pre>
 * record  = length (uint64), mask(crc32c(length)) (uint32), event, mask(crc32c(event)) (uint32)
 * mask(c) = rotate right(c, 15) + 0xa282ead8, all little-endian
 * Event   { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
 * Summary { repeated Value value = 1; }   Value { string tag = 1; float simple_value = 2; }
 * </pre>
 *
 * <p>A resumed run cuts off what it will write again and opens a further file in the same folder;
 * TensorBoard reads them as one.
 */
public final class EventFileWriter implements AutoCloseable {
  static final String FILE_VERSION = "brain.Event:2";
  static final int MASK_DELTA = 0xa282ead8;

  /** Length, its checksum, and the event's checksum. */
  private static final int RECORD_FRAME = Long.BYTES + 2 * Integer.BYTES;

  private static final int WIRE_VARINT = 0;
  private static final int WIRE_FIXED64 = 1;
  private static final int WIRE_BYTES = 2;
  private static final int WIRE_FIXED32 = 5;
  private static final double NANOS_PER_SECOND = 1e9;

  private final FileChannel channel;
  private final Clock clock;

  /**
   * @param folder created if missing
   * @throws IOException if it cannot be written
   */
  public static EventFileWriter create(Path folder, Clock clock) throws IOException {
    Files.createDirectories(folder);
    long second = clock.instant().getEpochSecond();
    for (int attempt = 0; ; attempt++) {
      Path file =
          folder.resolve(
              String.format(Locale.ROOT, "events.out.tfevents.%010d.serl4j.%d", second, attempt));
      try {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        EventFileWriter writer = new EventFileWriter(channel, clock);
        writer.writeVersion();
        return writer;
      } catch (FileAlreadyExistsException e) {
        // A run that was resumed within the second: the next number.
      }
    }
  }

  /**
   * Cuts from every event file of a folder what was written after a step, and half a record that a
   * killed run left.
   *
   * @param lastStep the last step that is kept
   * @throws IOException if a file cannot be read or cut
   */
  public static void cutBack(Path folder, long lastStep) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> inside = Files.list(folder)) {
      files = inside.filter(file -> file.getFileName().toString().startsWith("events.")).toList();
    }
    for (Path file : files) {
      long end = endOfSteps(ByteBuffer.wrap(Files.readAllBytes(file)), lastStep);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(end);
        channel.force(true);
      }
    }
  }

  private static int endOfSteps(ByteBuffer bytes, long lastStep) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (bytes.limit() - at >= RECORD_FRAME) {
      long length = bytes.getLong(at);
      if (length < 0 || length > bytes.limit() - at - RECORD_FRAME) {
        return at;
      }
      int event = at + Long.BYTES + Integer.BYTES;
      if (stepOf(bytes, event, event + (int) length) > lastStep) {
        return at;
      }
      at += RECORD_FRAME + (int) length;
    }
    return at;
  }

  /** The step of an event as {@link #scalars} writes it; 0 where it has none. */
  private static long stepOf(ByteBuffer bytes, int from, int to) {
    int at = from + 1 + Double.BYTES; // behind the wall time
    if (at >= to || bytes.get(at) != ((2 << 3) | WIRE_VARINT)) {
      return 0;
    }
    long step = 0;
    for (int shift = 0; ++at < to && shift < Long.SIZE; shift += 7) {
      step |= (bytes.get(at) & 0x7fL) << shift;
      if (bytes.get(at) >= 0) {
        break;
      }
    }
    return step;
  }

  private EventFileWriter(FileChannel channel, Clock clock) {
    this.channel = channel;
    this.clock = clock;
  }

  private void writeVersion() {
    Message event = new Message();
    event.fixed64(1, wallTime());
    event.bytes(3, FILE_VERSION.getBytes(StandardCharsets.UTF_8));
    write(event);
  }

  /**
   * Writes one scalar.
   *
   * @param tag such as {@code losses/critic}: TensorBoard groups by the part before the slash
   * @throws UncheckedIOException if the disk is full
   */
  public void scalar(String tag, long step, double value) {
    scalars(step, Map.of(tag, value));
  }

  /** Writes several scalars of one step. */
  public void scalars(long step, Map<String, Double> values) {
    Message summary = new Message();
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      Message value = new Message();
      value.bytes(1, entry.getKey().getBytes(StandardCharsets.UTF_8));
      value.fixed32(2, entry.getValue().floatValue());
      summary.bytes(1, value.toByteArray());
    }
    Message event = new Message();
    event.fixed64(1, wallTime());
    event.varint(2, step);
    event.bytes(5, summary.toByteArray());
    write(event);
  }

  private double wallTime() {
    Instant now = clock.instant();
    return now.getEpochSecond() + now.getNano() / NANOS_PER_SECOND;
  }

  private void write(Message event) {
    byte[] data = event.toByteArray();
    byte[] length =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(length)
            .putInt(maskedCrc(length))
            .put(data)
            .putInt(maskedCrc(data))
            .flip();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the TensorBoard events: " + e.getMessage(), e);
    }
  }

  static int maskedCrc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A protobuf message under construction. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void varint(int field, long value) {
      rawVarint(((long) field << 3) | WIRE_VARINT);
      rawVarint(value);
    }

    void fixed64(int field, double value) {
      rawVarint(((long) field << 3) | WIRE_FIXED64);
      littleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    void fixed32(int field, float value) {
      rawVarint(((long) field << 3) | WIRE_FIXED32);
      littleEndian(Float.floatToRawIntBits(value), Float.BYTES);
    }

    void bytes(int field, byte[] value) {
      rawVarint(((long) field << 3) | WIRE_BYTES);
      rawVarint(value.length);
      bytes.write(value, 0, value.length);
    }

    private void littleEndian(long value, int length) {
      for (int i = 0; i < length; i++) {
        bytes.write((int) (value >>> (Byte.SIZE * i)));
      }
    }

    /** Seven bits a byte, least first; the top bit says that more follow. */
    private void rawVarint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
