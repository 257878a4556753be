package org.serl4j.controller.mujoco;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A scene from the class path as a file that MuJoCo can read, with everything it includes. An
 * included file is looked for beside the scene first, then among the controller's own models, such
 * as {@code franka.xml}. The files live in a temporary directory until {@link #close}; MuJoCo needs
 * them only while it loads.
 */
public final class SceneFile implements AutoCloseable {
  private static final Pattern INCLUDE = Pattern.compile("<include\\s+file=\"([A-Za-z0-9_.-]+)\"");

  private final Path directory;
  private final Path path;

  private SceneFile(Path directory, Path path) {
    this.directory = directory;
    this.path = path;
  }

  /**
   * Copies the scene and what it includes out of the class path.
   *
   * @param owner the class beside which the resource lies
   * @param resource the scene's name relative to {@code owner}, such as {@code bench/bench.xml}
   * @throws IOException if a file is missing or cannot be written
   */
  public static SceneFile extract(Class<?> owner, String resource) throws IOException {
    Path directory = Files.createTempDirectory("serl4j-scene-");
    int slash = resource.lastIndexOf('/');
    String folder = resource.substring(0, slash + 1);
    String scene = resource.substring(slash + 1);
    SceneFile file = new SceneFile(directory, directory.resolve(scene));
    try {
      Deque<String> open = new ArrayDeque<>(Set.of(scene));
      Set<String> done = new HashSet<>();
      while (!open.isEmpty()) {
        String name = open.pop();
        if (done.add(name)) {
          String text = read(owner, folder + name, name);
          Files.writeString(directory.resolve(name), text);
          Matcher include = INCLUDE.matcher(text);
          while (include.find()) {
            open.push(include.group(1));
          }
        }
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static String read(Class<?> owner, String beside, String name) throws IOException {
    try (InputStream own = owner.getResourceAsStream(beside);
        InputStream shared = SceneFile.class.getResourceAsStream(name)) {
      @Nullable InputStream found = own == null ? shared : own;
      if (found == null) {
        throw new IOException(
            "the scene file " + beside + " is neither beside " + owner.getName() + " nor built in");
      }
      return new String(found.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The scene's file. */
  public Path path() {
    return path;
  }

  /** Deletes the copies. */
  @Override
  public void close() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path copy : files.toList()) {
        Files.deleteIfExists(copy);
      }
    }
    Files.deleteIfExists(directory);
  }
}
