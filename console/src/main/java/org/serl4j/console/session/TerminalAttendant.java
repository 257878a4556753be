package org.serl4j.console.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.serl4j.resets.Attendant;
import org.serl4j.tasks.AttendedEnvironment;
import org.serl4j.tasks.OpenTask;

/**
 * The person at the terminal, who is told in one line why a reset cannot go on and presses Enter
 * when the scene is put right. A person has no deadline: until then the arm holds where it is, by
 * its own watchdog.
 */
public final class TerminalAttendant implements Attendant {
  private static final String GIVE_UP = "q";

  private final BufferedReader keys;
  private final Progress progress;

  TerminalAttendant(InputStream keys, Progress progress) {
    this.keys = new BufferedReader(new InputStreamReader(keys, Charset.defaultCharset()));
    this.progress = progress;
  }

  /** The task with whoever sits at the terminal; with nobody, if there is none. */
  public static OpenTask attending(OpenTask open, Progress progress) {
    if (!Progress.isTerminal(Path.of("/proc/self/fd/0"))) {
      return open;
    }
    TerminalAttendant attendant = new TerminalAttendant(System.in, progress);
    return open.behind(new AttendedEnvironment(open.environment(), attendant));
  }

  @Override
  public boolean help(String reason) {
    progress.say(
        "paused: " + reason + "; then press Enter, or " + GIVE_UP + " and Enter to give up");
    try {
      String line = keys.readLine();
      return line != null && !line.strip().equalsIgnoreCase(GIVE_UP);
    } catch (IOException e) {
      progress.say("nobody can be asked: " + e.getMessage());
      return false;
    }
  }
}
