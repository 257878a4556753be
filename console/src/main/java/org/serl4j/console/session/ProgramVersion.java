package org.serl4j.console.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Which commit this program was built from, as far as the working copy can tell. */
final class ProgramVersion {
  private static final long GIT_SECONDS = 10;
  private static final String UNKNOWN = "unknown";

  private ProgramVersion() {}

  /** The commit, with {@code +changes} if files differ from it; {@code unknown} outside of Git. */
  static String commit(Path home) {
    String commit = git(home, "rev-parse", "HEAD");
    if (commit.equals(UNKNOWN) || commit.isEmpty()) {
      return UNKNOWN;
    }
    return git(home, "status", "--porcelain", "--untracked-files=no").isEmpty()
        ? commit
        : commit + "+changes";
  }

  private static String git(Path home, String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = "git";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(home.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream output = process.getInputStream()) {
        String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        boolean ended = process.waitFor(GIT_SECONDS, TimeUnit.SECONDS);
        return ended && process.exitValue() == 0 ? text : UNKNOWN;
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
