package org.serl4j.console.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;

/**
 * Records a data set under the temporary name {@code FOLDER.unfinished}; {@link #finish} checks it,
 * and renames it to its final name. Whatever ends the process, the final name is never a part of a
 * data set. What an interrupted recording left under the temporary name cannot be used (its table
 * was in memory) and is removed by the next recording of that name.
 *
 * <p>Videos are encoded in {@link #finishEpisode}, never in {@link #add}: the step path only keeps
 * references. About 15 ms a step for two cameras of 128 x 128.
 */
public final class DatasetWriter implements AutoCloseable {
  private static final String UNFINISHED = ".unfinished";
  private static final String LOCK = ".recording";

  private final Path folder;
  private final Path unfinished;
  private final DatasetDescription description;
  private final DatasetTables tables;
  private final FileChannel lockFile;

  private @Nullable List<Observation> befores;
  private final List<Step> steps = new ArrayList<>();
  private final List<ActedBy> actedBy = new ArrayList<>();
  private boolean finished;

  /**
   * @param folder the data set's final name; must not exist yet, or be an empty folder
   * @throws DatasetException if it exists, cannot be written, or is being recorded by another
   *     process
   */
  public static DatasetWriter create(Path folder, DatasetDescription description) {
    Path target = folder.toAbsolutePath().normalize();
    requireAbsent(target);
    Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
    try {
      Files.createDirectories(unfinished);
      FileChannel lockFile = lock(unfinished);
      try {
        removeAllBut(unfinished, LOCK);
        Files.createDirectory(unfinished.resolve("meta"));
        return new DatasetWriter(target, unfinished, description, lockFile);
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DatasetException(
          "cannot record to %s: %s; choose a folder that can be written"
              .formatted(target, describe(e)),
          e);
    }
  }

  private DatasetWriter(
      Path folder, Path unfinished, DatasetDescription description, FileChannel lockFile) {
    this.folder = folder;
    this.unfinished = unfinished;
    this.description = description;
    this.lockFile = lockFile;
    this.tables = new DatasetTables(description);
  }

  /** Begins an episode; steps of an episode that was not finished are dropped. */
  public void beginEpisode() {
    requireOpen();
    befores = new ArrayList<>();
    steps.clear();
    actedBy.clear();
  }

  /**
   * Appends one step. Encodes nothing yet.
   *
   * @param before the observation from which the step was taken: the previous step's observation
   * @param step its outcome; the arrays are kept, not copied
   * @param actor who chose the action
   * @throws IllegalArgumentException if {@code before} is not what the previous step gave, or a
   *     size differs from the spaces
   */
  public void add(Observation before, Step step, ActedBy actor) {
    requireOpen();
    List<Observation> seen = befores;
    if (seen == null) {
      throw new IllegalStateException("beginEpisode() comes before add()");
    }
    if (!steps.isEmpty() && !same(steps.get(steps.size() - 1).observation(), before)) {
      throw new IllegalArgumentException(
          "step " + steps.size() + " does not start where the step before it ended");
    }
    requireFits(before);
    requireFits(step.observation());
    if (step.action().length != description.spaces().action().size()) {
      throw new IllegalArgumentException("action of " + step.action().length + " elements");
    }
    seen.add(before);
    steps.add(step);
    actedBy.add(actor);
  }

  /** Drops the steps since {@link #beginEpisode}. */
  public void discardEpisode() {
    befores = null;
    steps.clear();
    actedBy.clear();
  }

  /**
   * Encodes the episode's videos and keeps its rows. An episode without steps counts as discarded.
   *
   * @throws DatasetException if a video cannot be written; the episode is dropped, those before it
   *     stay and can be finished
   */
  public void finishEpisode() {
    requireOpen();
    List<Observation> seen = befores;
    if (seen == null) {
      throw new IllegalStateException("beginEpisode() comes before finishEpisode()");
    }
    if (seen.isEmpty()) {
      discardEpisode();
      return;
    }
    RecordedEpisode episode = new RecordedEpisode(seen.get(0), steps, actedBy);
    discardEpisode();
    Spaces spaces = description.spaces();
    List<Path> videos = new ArrayList<>();
    try {
      for (int camera = 0; camera < spaces.cameras().size(); camera++) {
        Path video =
            DatasetFormat.video(unfinished, spaces.cameras().get(camera), tables.episodes());
        videos.add(video);
        Files.createDirectories(video.resolveSibling("."));
        List<byte[]> images = new ArrayList<>();
        for (int t = 0; t < episode.steps().size(); t++) {
          images.add(episode.before(t).images().get(camera));
        }
        LosslessVideo.write(video, spaces.imageSize(), description.fps(), images);
      }
    } catch (IOException | DatasetException e) {
      for (Path video : videos) {
        tryToDelete(video);
      }
      throw new DatasetException(
          "cannot write episode %d: %s".formatted(tables.episodes(), describe(e)), e);
    }
    tables.add(episode);
  }

  /** Episodes that were finished so far. */
  public int episodes() {
    return tables.episodes();
  }

  /**
   * Writes the tables, reads everything back, compares it with what was recorded, and gives the
   * data set its final name.
   *
   * @return what was checked
   * @throws DatasetException if there is no episode, a file cannot be written or the check fails
   */
  public DatasetCheck finish() {
    return finish((checked, episodes) -> {});
  }

  /**
   * The same.
   *
   * @param watcher sees how far the reading is
   */
  public DatasetCheck finish(DatasetCheck.Watcher watcher) {
    requireOpen();
    if (tables.episodes() == 0) {
      throw new DatasetException("no episode was recorded: there is no data set to write");
    }
    finished = true;
    try {
      tables.write(unfinished);
      DatasetCheck check = DatasetCheck.of(unfinished, watcher);
      check.requireWhole();
      Files.delete(unfinished.resolve(LOCK));
      sync(unfinished);
      requireAbsent(folder);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      lockFile.close();
      return check.in(folder);
    } catch (IOException | DatasetException e) {
      throw new DatasetException(
          "cannot write the data set %s: %s; what was written is in %s"
              .formatted(folder, describe(e), unfinished),
          e);
    }
  }

  /**
   * Removes the temporary folder, unless {@link #finish} was called. After a failed finish it
   * stays, to be looked at, until the next recording of that name.
   */
  @Override
  public void close() {
    if (!lockFile.isOpen()) {
      return;
    }
    try (lockFile) {
      if (!finished) {
        removeAllBut(unfinished, LOCK);
        Files.deleteIfExists(unfinished.resolve(LOCK));
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new DatasetException(
          "cannot remove %s: %s; remove it by hand".formatted(unfinished, describe(e)), e);
    }
  }

  private void requireOpen() {
    if (finished || !lockFile.isOpen()) {
      throw new IllegalStateException("the recording " + folder + " is closed");
    }
  }

  private void requireFits(Observation observation) {
    Spaces spaces = description.spaces();
    boolean fits =
        observation.state().length == spaces.state().size()
            && observation.images().size() == spaces.cameras().size()
            && observation.images().stream().allMatch(rgb -> rgb.length == spaces.imageBytes());
    if (!fits) {
      throw new IllegalArgumentException("an observation that does not fit its spaces");
    }
  }

  private static boolean same(Observation a, Observation b) {
    boolean same = Arrays.equals(a.state(), b.state()) && a.images().size() == b.images().size();
    for (int i = 0; same && i < a.images().size(); i++) {
      same = Arrays.equals(a.images().get(i), b.images().get(i));
    }
    return same;
  }

  private static void requireAbsent(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      // It is a file, or cannot be looked into: taken in either case.
    }
    throw new DatasetException(
        folder + " exists already: choose another folder for the recording, or remove it first");
  }

  private static FileChannel lock(Path unfinished) throws IOException {
    FileChannel channel =
        FileChannel.open(
            unfinished.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by another recording of this process.
    }
    if (lock == null) {
      channel.close();
      throw new DatasetException(
          "another recording writes to "
              + unfinished
              + ": wait for its end or choose another folder");
    }
    return channel;
  }

  private static void removeAllBut(Path folder, String kept) throws IOException {
    List<Path> inside;
    try (Stream<Path> tree = Files.walk(folder)) {
      inside = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      if (!path.equals(folder) && !path.equals(folder.resolve(kept))) {
        Files.delete(path);
      }
    }
  }

  /** Files before folders, so that a rename that survives a power cut names whole files. */
  private static void sync(Path folder) throws IOException {
    List<Path> tree;
    try (Stream<Path> walk = Files.walk(folder)) {
      tree = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : tree) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void tryToDelete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next recording overwrites or removes it.
    }
  }

  private static String describe(Exception e) {
    String kind =
        e instanceof AccessDeniedException
            ? "permission denied: "
            : e instanceof FileAlreadyExistsException ? "this is a file: " : "";
    return kind + DatasetException.reason(e);
  }
}
