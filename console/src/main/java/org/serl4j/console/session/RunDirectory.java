package org.serl4j.console.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.rlpd.RlpdAgent;

/**
 * The files of one training run. Every file appears whole: written beside its place and renamed.
 */
public final class RunDirectory {
  private static final String RUN = "run.json";

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
  public static RunDirectory create(Path folder, Facts facts, Path cell) {
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new SessionException(
          "the run directory "
              + folder
              + " exists already: give another one with --run, or remove it");
    }
    RunDirectory run = new RunDirectory(folder);
    try {
      Files.createDirectories(folder);
      Files.copy(cell, run.cell(), StandardCopyOption.REPLACE_EXISTING);
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

  private static boolean isEmptyFolder(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
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

  /** The agent: networks, optimiser, targets, temperature, calibration. */
  public Path checkpoint() {
    return folder.resolve("checkpoint").resolve("agent.bin");
  }

  void save(RlpdAgent agent) throws IOException {
    Files.createDirectories(checkpoint().resolveSibling("."));
    agent.save(checkpoint());
  }

  /**
   * Reads the latest checkpoint.
   *
   * @throws SessionException if there is none or it is damaged
   */
  public RlpdAgent agent(Spaces spaces) {
    if (!Files.exists(checkpoint())) {
      throw new SessionException(
          "the run " + folder + " has no checkpoint yet: let it train for longer");
    }
    try {
      return RlpdAgent.load(checkpoint(), spaces);
    } catch (IOException | RuntimeException e) {
      throw new SessionException("cannot read the checkpoint: " + e.getMessage(), e);
    }
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
