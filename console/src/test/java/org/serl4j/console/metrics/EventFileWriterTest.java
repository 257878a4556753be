package org.serl4j.console.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileWriterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000L, 500_000_000), ZoneOffset.UTC);

  /** Made by TensorBoard 2.21.0 (RecordWriter, Event of its own protobufs). */
  private static final String GOLDEN =
      "1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110"
          + "2400000000000000422b804d0900002040fc54d94110ac022a160a140a0d6c6f737365732f637269"
          + "746963150000803ef124bcb0";

  private final Path folder;

  EventFileWriterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldMaskTheChecksumAsTensorFlowDoes() {
    // CRC-32C of 32 zero bytes is 0x8a9136aa (RFC 3720 B.4).
    int crc = 0x8a9136aa;
    int expected = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    assertEquals(expected, EventFileWriter.maskedCrc(new byte[32]));
  }

  @Test
  void shouldWriteTheBytesThatTensorBoardWrites() throws Exception {
    try (EventFileWriter writer = EventFileWriter.create(folder, CLOCK)) {
      writer.scalar("losses/critic", 300, 0.25);
    }
    assertArrayEquals(HexFormat.of().parseHex(GOLDEN), Files.readAllBytes(onlyFile()));
  }

  @Test
  void shouldWriteRecordsThatReadBackWhole() throws Exception {
    try (EventFileWriter writer = EventFileWriter.create(folder, CLOCK)) {
      for (int step = 0; step < 50; step++) {
        writer.scalar("a", 1L << step, step);
      }
    }
    List<byte[]> records = records(Files.readAllBytes(onlyFile()));
    assertEquals(51, records.size());
    assertEquals(
        EventFileWriter.FILE_VERSION,
        new String(records.get(0), 11, records.get(0).length - 11, StandardCharsets.UTF_8));
  }

  @Test
  void shouldOpenAFurtherFileForAResumedRun() throws Exception {
    EventFileWriter.create(folder, CLOCK).close();
    EventFileWriter.create(folder, CLOCK).close();
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void shouldCutBackToTheStepOfACheckpoint() throws Exception {
    try (EventFileWriter writer = EventFileWriter.create(folder, CLOCK)) {
      for (int step = 100; step <= 1000; step += 100) {
        writer.scalar("a", step, step);
      }
    }
    byte[] whole = Files.readAllBytes(onlyFile());
    int record = (whole.length - records(whole).get(0).length - 16) / 10;
    EventFileWriter.cutBack(folder, 700);
    byte[] cut = Files.readAllBytes(onlyFile());
    assertEquals(1 + 7, records(cut).size());
    assertArrayEquals(Arrays.copyOf(whole, cut.length), cut);
    Files.write(onlyFile(), Arrays.copyOf(cut, cut.length - record / 2));
    EventFileWriter.cutBack(folder, 700);
    assertEquals(1 + 6, records(Files.readAllBytes(onlyFile())).size(), "half a record is dropped");
    EventFileWriter.cutBack(folder.resolve("none"), 700);
  }

  private static List<byte[]> records(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      bytes.get(length);
      assertEquals(EventFileWriter.maskedCrc(length), bytes.getInt());
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(data);
      assertEquals(EventFileWriter.maskedCrc(data), bytes.getInt());
      records.add(data);
    }
    return records;
  }

  private Path onlyFile() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }
}
