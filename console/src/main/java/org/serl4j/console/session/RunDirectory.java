package org.serl4j.console.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.TaskCatalogue;

/**
 * The files of one training run. Every file appears whole: written beside its place and renamed.
 */
public final class RunDirectory {
  private static final String RUN = "run.json";
  private static final String OPTIONS = "options.json";
  private static final String CHECKPOINTS = "checkpoint";

  /** Only in runs with a learned reward: a copy of its classifier. */
  private static final String REWARD = "success.reward";

  /** Only in runs of behaviour cloning: its options. */
  private static final String CLONING = "bc.json";

  /** Folder in a run with a file about each stop of a real arm. */
  static final String STOPS = "stops";

  private final Path folder;

  /**
   * What a later command has to know about the run.
   *
   * @param version of this format
   * @param task name of the task
   * @param seed of the run
   * @param randomBoard whether the fixtures stood elsewhere in every episode
   */
  public record Facts(int version, String task, long seed, boolean randomBoard) {
    static final int VERSION = 1;
  }

  private RunDirectory(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the directory of a new run.
   *
   * @throws SessionException if it exists with contents or cannot be written
   */
  public static RunDirectory create(Path folder, Facts facts, TrainOptions options) {
    if (Files.isRegularFile(folder.resolve(RUN))) {
      throw new SessionException(
          "the run directory "
              + folder
              + " exists already. Resume it: './serl4j train --resume "
              + folder
              + "'; or begin a new one: './serl4j train "
              + facts.task
              + " --run ANOTHER'");
    }
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new SessionException(
          "the run directory "
              + folder
              + " exists already and holds no run: give another one with --run, or remove it");
    }
    RunDirectory run = new RunDirectory(folder);
    try {
      Files.createDirectories(folder);
      Files.copy(options.cell(), run.cell(), StandardCopyOption.REPLACE_EXISTING);
      if (options.reward() != null) {
        Files.copy(options.reward(), run.reward(), StandardCopyOption.REPLACE_EXISTING);
      }
      run.writeJson(OPTIONS, options);
      run.writeJson(RUN, facts);
    } catch (IOException e) {
      throw new SessionException(
          "cannot write the run directory "
              + folder
              + " ("
              + e.getClass().getSimpleName()
              + "): give one that can be written with --run",
          e);
    }
    return run;
  }

  /**
   * Makes the directory of a new run.
   *
   * @param options with a folder
   */
  static RunDirectory create(TrainOptions options) {
    return create(
        Objects.requireNonNull(options.run()),
        new Facts(Facts.VERSION, options.task(), options.seed(), options.randomBoard()),
        options);
  }

  /**
   * Opens the directory of a finished or running run.
   *
   * @throws SessionException if it is none
   */
  public static RunDirectory open(Path folder) {
    if (!Files.isRegularFile(folder.resolve(RUN))) {
      throw new SessionException(
          folder + " is not a run: it has no " + RUN + "; runs are made by './serl4j train TASK'");
    }
    return new RunDirectory(folder);
  }

  /** Without contents, or with no more than a run that was killed while it was made. */
  private static boolean isEmptyFolder(Path folder) {
    Set<String> begun = Set.of("cell.yaml", REWARD, OPTIONS, OPTIONS + ".tmp", RUN + ".tmp");
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.allMatch(file -> begun.contains(file.getFileName().toString()));
    } catch (IOException e) {
      return false;
    }
  }

  /** What was written at the start of the run. */
  public Facts facts() {
    Path file = folder.resolve(RUN);
    try {
      Facts facts = new ObjectMapper().readValue(file.toFile(), Facts.class);
      if (facts.version() != Facts.VERSION) {
        throw new SessionException(
            file + " has format version " + facts.version() + ", this program reads 1");
      }
      return facts;
    } catch (IOException e) {
      throw new SessionException("cannot read " + file + ": it is damaged", e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** A copy of the cell's file as it was at the start. */
  public Path cell() {
    return folder.resolve("cell.yaml");
  }

  /** A copy of the success classifier as it was at the start, if the run has one. */
  Path reward() {
    return folder.resolve(REWARD);
  }

  /** The same if there is one, else null. */
  public @Nullable Path classifier() {
    return Files.exists(reward()) ? reward() : null;
  }

  /** The goal images as they were encoded at the start, if the reward is learned from some. */
  Path goals() {
    return folder.resolve("goals.bin");
  }

  Path demos() {
    return folder.resolve("demos");
  }

  Path metrics() {
    return folder.resolve("metrics.csv");
  }

  Path events() {
    return folder.resolve("events");
  }

  Path film() {
    return folder.resolve("evaluation.mp4");
  }

  /**
   * What the operator chose; cell and classifier are the run's own copies.
   *
   * @throws SessionException if the run is older than resuming, or damaged
   */
  public TrainOptions options() {
    Path file = folder.resolve(OPTIONS);
    try {
      TrainOptions read =
          new ObjectMapper().readValue(file.toFile(), TrainOptions.class).in(folder, cell());
      return read.reward() == null ? read : read.rewardedBy(reward());
    } catch (IOException e) {
      throw new SessionException(
          "cannot read " + file + ": it is missing or of another program version", e);
    }
  }

  /** Notes other ends of a resumed run. */
  void save(TrainOptions options) throws IOException {
    writeJson(OPTIONS, options);
  }

  /** Whether training and evaluation are over. */
  boolean isConcluded() {
    return Files.exists(folder.resolve(Summary.FILE));
  }

  /**
   * Takes the run for this process alone until the result is closed, or the process ends.
   *
   * @throws SessionException if another process has it
   */
  Closeable lock() {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new SessionException("the run " + folder + " is being trained by another process");
      }
      return channel;
    } catch (IOException e) {
      throw new SessionException("cannot lock the run " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Where a run of several tasks is; null for a run of one, or before its first checkpoint. */
  @Nullable RingState ringState() {
    Path file = folder.resolve(RingState.FILE);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      RingState state = new ObjectMapper().readValue(file.toFile(), RingState.class);
      if (state.version() != RingState.VERSION) {
        throw new SessionException(
            file
                + " has format version "
                + state.version()
                + ", this program reads "
                + RingState.VERSION);
      }
      return state;
    } catch (IOException e) {
      throw new SessionException("cannot read " + file + ": it is damaged", e);
    }
  }

  /** The directories of the run's tasks, if it trains several; empty for a run of one. */
  public List<Path> tasks() {
    List<String> ring = new TaskCatalogue().ring(facts().task());
    List<Path> inside = ring.stream().map(folder::resolve).toList();
    boolean several =
        !inside.isEmpty()
            && inside.stream().allMatch(task -> Files.isRegularFile(task.resolve(RUN)));
    return several ? inside : List.of();
  }

  /** Removes what a run left that ended before its first checkpoint. */
  void forgetBeginning() throws IOException {
    for (Path begun : List.of(demos(), metrics(), events(), folder.resolve(CHECKPOINTS))) {
      if (Files.exists(begun)) {
        deleteTree(begun);
      }
    }
  }

  /** Removes a file, or a folder with all that is in it. */
  static void deleteTree(Path top) throws IOException {
    try (Stream<Path> inside = Files.walk(top)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The run's checkpoints. */
  TrainingCheckpoint checkpoints() {
    try {
      return new TrainingCheckpoint(folder.resolve(CHECKPOINTS));
    } catch (IOException e) {
      throw new SessionException("cannot read the checkpoints of " + folder + ": " + e, e);
    }
  }

  /** Marks the run as one of behaviour cloning, which is not resumed. */
  void markCloning(BcOptions cloning) throws IOException {
    writeJson(CLONING, cloning);
  }

  /**
   * Makes sure that the run can be resumed.
   *
   * @throws SessionException if it clones demonstrations, or is one task of a run of several
   */
  public void requireResumable() {
    Path around = folder.toAbsolutePath().normalize().getParent();
    if (around != null && Files.exists(around.resolve(RingState.FILE))) {
      throw new SessionException(
          "the run "
              + folder
              + " is one task of a run: go on with all of it, './serl4j train --resume "
              + folder.resolve("..").normalize()
              + "'");
    }
    if (Files.exists(folder.resolve(CLONING))) {
      throw new SessionException(
          "the run "
              + folder
              + " clones demonstrations, which takes minutes and is not resumed: begin a new run");
    }
  }

  /** What behaviour cloning leaves: an agent with the cloned policy. */
  private Path cloned() {
    return folder.resolve("cloned.bin");
  }

  void saveCloned(RlpdAgent agent) throws IOException {
    agent.save(cloned());
  }

  /**
   * The newest agent's file.
   *
   * @throws SessionException if there is no checkpoint, or it is damaged
   */
  public Path agentFile() {
    if (Files.exists(cloned())) {
      return cloned();
    }
    List<Path> several = tasks();
    if (!several.isEmpty()) {
      throw new SessionException(
          "the run %s trains %d tasks: give the directory of one, %s"
              .formatted(
                  folder,
                  several.size(),
                  several.stream().map(Path::toString).collect(Collectors.joining(" or "))));
    }
    Path file;
    try {
      file = checkpoints().newestAgent();
    } catch (IOException e) {
      throw new SessionException("cannot read the checkpoint: " + e.getMessage(), e);
    }
    if (file == null) {
      throw new SessionException(
          "the run " + folder + " has no checkpoint yet: let it train for longer");
    }
    return file;
  }

  /**
   * Reads the latest checkpoint's agent.
   *
   * @throws SessionException if there is none or it is damaged
   */
  public RlpdAgent agent(Spaces spaces) {
    Path file = agentFile();
    try {
      return RlpdAgent.load(file, spaces);
    } catch (IOException | RuntimeException e) {
      throw new SessionException("cannot read the checkpoint: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a cell whose cameras the policy does not know.
   *
   * @throws SessionException naming both
   */
  public void requireViews(Cell other) {
    List<String> trained = views(Cell.read(cell()));
    if (!trained.equals(views(other))) {
      throw new SessionException(
          "%s was trained with the cameras %s, cell '%s' has %s: name the cell's cameras as those, and give them that size"
              .formatted(
                  folder,
                  String.join(", ", trained),
                  other.name(),
                  String.join(", ", views(other))));
    }
  }

  private static List<String> views(Cell cell) {
    return cell.cameras().stream()
        .map(camera -> "%s (%d px)".formatted(camera.name(), camera.outputSize()))
        .toList();
  }

  void writeJson(String name, Object value) throws IOException {
    Path file = folder.resolve(name);
    Path temporary = folder.resolve(name + ".tmp");
    Files.writeString(temporary, json(value) + "\n");
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static String json(Object value) throws JsonProcessingException {
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
  }
}
