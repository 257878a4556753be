package org.serl4j.agent.checkpoint;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * A binary file of one kind and format version, closed by its length and a CRC-32.
 *
 * <pre>
 * magic int | kind UTF | version int | body ... | length of all before, long | CRC-32 of all before, long
 * </pre>
 */
public final class CheckedFile {
  private static final int MAGIC = 0x53344a01;
  private static final int TRAILER_BYTES = 16;
  private static final int BUFFER_BYTES = 1 << 16;

  private CheckedFile() {}

  /** Writes a body. */
  @FunctionalInterface
  public interface Writer {
    void write(DataOutput out) throws IOException;
  }

  /** Reads a body. */
  @FunctionalInterface
  public interface Reader {
    void read(DataInput in) throws IOException;
  }

  /**
   * What tells a file from every other.
   *
   * @param bytes its whole length
   * @param checksum CRC-32 of all before the checksum
   */
  public record Identity(long bytes, long checksum) {}

  /**
   * Writes the file beside its place, forces it to the disk and renames it: a reader, or a crash,
   * sees the old file or the new one.
   */
  public static void write(Path file, String kind, int version, Writer body) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      CRC32 crc = new CRC32();
      try (OutputStream raw = Files.newOutputStream(temporary);
          CheckedOutputStream checked =
              new CheckedOutputStream(new BufferedOutputStream(raw, BUFFER_BYTES), crc);
          CountingOutput counting = new CountingOutput(checked);
          DataOutputStream out =
              new DataOutputStream(new BufferedOutputStream(counting, BUFFER_BYTES))) {
        out.writeInt(MAGIC);
        out.writeUTF(kind);
        out.writeInt(version);
        body.write(out);
        out.flush();
        long length = counting.count;
        long sum = crc.getValue();
        out.writeLong(length);
        out.writeLong(sum);
      }
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceNames(file.resolveSibling("."));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Forces a folder's names to the disk, so that a rename outlives a power failure. */
  static void forceNames(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Reads a file's end alone; its contents are checked by {@link #read}.
   *
   * @throws IOException if it is missing or its length is not the one that was written
   */
  public static Identity identity(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(existing(file).toFile(), "r")) {
      return identity(access, file);
    }
  }

  private static Identity identity(RandomAccessFile access, Path file) throws IOException {
    long size = access.length();
    if (size < TRAILER_BYTES + 4 || access.readInt() != MAGIC) {
      throw new IOException(file + " is truncated or no file of serl4j (" + size + " bytes)");
    }
    access.seek(size - TRAILER_BYTES);
    long length = access.readLong();
    if (length != size - TRAILER_BYTES) {
      throw new IOException(file + " is truncated or damaged (" + size + " bytes)");
    }
    return new Identity(size, access.readLong());
  }

  /**
   * Checks length, checksum, kind and version, then reads the body.
   *
   * @throws IOException with one line that says what is wrong with the file
   */
  public static void read(Path file, String kind, int version, Reader body) throws IOException {
    check(file);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      in.readInt();
      String foundKind = in.readUTF();
      int foundVersion = in.readInt();
      if (!foundKind.equals(kind)) {
        throw new IOException(file + " holds '" + foundKind + "', expected '" + kind + "'");
      }
      if (foundVersion != version) {
        throw new IOException(
            file
                + " has format version "
                + foundVersion
                + ", this program reads "
                + version
                + ": use the program version that wrote it");
      }
      try {
        body.read(in);
      } catch (EOFException e) {
        throw new IOException(file + " ends too early for its contents", e);
      }
    }
  }

  private static void check(Path file) throws IOException {
    Identity identity = identity(file);
    long length = identity.bytes() - TRAILER_BYTES;
    CRC32 crc = new CRC32();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long left = length;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException(file + " became shorter while it was read");
        }
        crc.update(buffer, 0, count);
        left -= count;
      }
    }
    if (crc.getValue() != identity.checksum()) {
      throw new IOException(file + " is damaged (its checksum differs)");
    }
  }

  private static Path existing(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    return file;
  }

  private static final class CountingOutput extends OutputStream {
    private final OutputStream target;
    private long count;

    CountingOutput(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int value) throws IOException {
      target.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      target.write(bytes, from, length);
      count += length;
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }
  }
}
