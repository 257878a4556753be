package org.serl4j.agent.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Numbered checkpoints in one folder. A checkpoint is its manifest, which names every file that
 * belongs to it with length and checksum, and carries the small numbers itself:
 *
 * <pre>
 * manifest-12.bin    names agent-12.bin, online-3.bin, online-7.bin, online-12.bin, demos-1.bin
 * PART-NUMBER.bin    written for checkpoint NUMBER, perhaps needed by later ones too
 * </pre>
 *
 * <p>Files never change. New ones are written and forced to the disk first, the manifest last;
 * whatever neither it nor the checkpoint before it names is deleted after that. A crash at any
 * moment therefore leaves the last complete checkpoint whole. Not thread-safe; one writer a folder.
 */
public final class CheckpointFolder {
  private static final String KIND = "checkpoint";
  private static final int FORMAT_VERSION = 1;
  private static final Pattern NAME = Pattern.compile("(\\w+)-(\\d+)\\.bin(\\.tmp)?");
  private static final String MANIFEST = "manifest";

  private final Path folder;

  /** Number of the checkpoint that is written, or was written last. */
  private long current;

  private long before = -1;

  /** A file of a checkpoint, by its name in the folder. */
  public record StoredFile(String name, CheckedFile.Identity identity) {}

  /** Writes a {@link CheckedFile} to a path. */
  @FunctionalInterface
  public interface FileWriter {
    void write(Path file) throws IOException;
  }

  /**
   * For reading and writing.
   *
   * @param folder made with the first checkpoint
   * @throws IOException if the folder cannot be listed
   */
  public CheckpointFolder(Path folder) throws IOException {
    this.folder = folder;
    long last = 0;
    for (String name : names()) {
      Matcher matcher = NAME.matcher(name);
      last = matcher.matches() ? Math.max(last, Long.parseLong(matcher.group(2))) : last;
    }
    current = last;
  }

  private List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Numbers of the checkpoints whose manifest is there, newest first. */
  public List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String name : names()) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches() && matcher.group(1).equals(MANIFEST) && matcher.group(3) == null) {
        numbers.add(Long.parseLong(matcher.group(2)));
      }
    }
    numbers.sort(Collections.reverseOrder());
    return numbers;
  }

  /**
   * Begins a checkpoint.
   *
   * @return its number, which no file in the folder has yet
   */
  public long begin() {
    return ++current;
  }

  /**
   * Writes one file of the checkpoint that was begun.
   *
   * @param part letters that say what it holds
   */
  public StoredFile write(String part, FileWriter writer) throws IOException {
    Files.createDirectories(folder);
    String name = part + "-" + current + ".bin";
    writer.write(folder.resolve(name));
    return new StoredFile(name, CheckedFile.identity(folder.resolve(name)));
  }

  /**
   * Completes the checkpoint that was begun, then deletes what neither it nor the one before names.
   *
   * @param files that belong to it, also those that earlier checkpoints wrote
   * @param state writes the rest into the manifest
   */
  public void commit(List<StoredFile> files, CheckedFile.Writer state) throws IOException {
    CheckedFile.write(
        manifest(current),
        KIND,
        FORMAT_VERSION,
        out -> {
          out.writeLong(current);
          out.writeInt(files.size());
          for (StoredFile file : files) {
            out.writeUTF(file.name());
            out.writeLong(file.identity().bytes());
            out.writeLong(file.identity().checksum());
          }
          state.write(out);
        });
    Set<String> kept = new HashSet<>();
    files.forEach(file -> kept.add(file.name()));
    kept.add(manifest(current).getFileName().toString());
    if (before >= 0) {
      try {
        files(before).forEach(file -> kept.add(file.name()));
        kept.add(manifest(before).getFileName().toString());
      } catch (IOException e) {
        // A checkpoint that can no longer be read is not one to go back to.
      }
    }
    for (String name : names()) {
      if (NAME.matcher(name).matches() && !kept.contains(name)) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
    before = current;
  }

  private List<StoredFile> files(long number) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    readManifest(number, files, in -> {});
    return files;
  }

  /**
   * Reads a manifest and looks whether every file it names is there, with that length and checksum.
   * The next {@link #commit} keeps it.
   *
   * @param state reads what {@link #commit} was given
   * @return the files, in the order in which they were given
   * @throws IOException with one line that names the file that is missing, truncated or foreign
   */
  public List<StoredFile> open(long number, CheckedFile.Reader state) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    readManifest(number, files, state);
    for (StoredFile file : files) {
      if (!CheckedFile.identity(path(file)).equals(file.identity())) {
        throw new IOException(path(file) + " belongs to another checkpoint or run");
      }
    }
    before = number;
    return files;
  }

  private void readManifest(long number, List<StoredFile> files, CheckedFile.Reader state)
      throws IOException {
    CheckedFile.read(
        manifest(number),
        KIND,
        FORMAT_VERSION,
        in -> {
          long stored = in.readLong();
          if (stored != number) {
            throw new IOException(manifest(number) + " was written as number " + stored);
          }
          int count = in.readInt();
          for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            CheckedFile.Identity identity = new CheckedFile.Identity(in.readLong(), in.readLong());
            files.add(new StoredFile(name, identity));
          }
          state.read(in);
        });
  }

  public Path path(StoredFile file) {
    return folder.resolve(file.name());
  }

  private Path manifest(long number) {
    return folder.resolve(MANIFEST + "-" + number + ".bin");
  }
}
