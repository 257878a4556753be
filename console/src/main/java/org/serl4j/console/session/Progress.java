package org.serl4j.console.session;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Says how far long work is: one line rewritten in place on a terminal, one line every ten seconds
 * elsewhere.
 */
public final class Progress {
  private static final long TERMINAL_NS = 500_000_000L;
  private static final long LOG_NS = 10_000_000_000L;
  private static final String ERASE_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean terminal;
  private long nextNs = Long.MIN_VALUE;
  private boolean lineOpen;

  /**
   * @param terminal whether {@code out} is looked at by a person right now
   */
  public Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** To a writer over standard output; a person looks at it if that is a terminal. */
  public static Progress to(PrintWriter out) {
    return new Progress(out, isTerminal(Path.of("/proc/self/fd/1")));
  }

  /** To nobody. */
  public static Progress silent() {
    return new Progress(new PrintWriter(Writer.nullWriter()), false);
  }

  /** JDK 22 made System.console() say yes for pipes too, so the descriptor is asked. */
  static boolean isTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (java.io.IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether a person looks at it right now. */
  public boolean isTerminal() {
    return terminal;
  }

  /** Whether a line is due; asking first saves making it. */
  public boolean due(long nowNs) {
    return nowNs >= nextNs;
  }

  /** Shows how far the work is. */
  public void show(long nowNs, String line) {
    nextNs = nowNs + (terminal ? TERMINAL_NS : LOG_NS);
    if (terminal) {
      out.print(ERASE_LINE + line);
      lineOpen = true;
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Shows how much of a data set was read back, if a line is due. */
  public void readBack(int checked, int episodes) {
    long nowNs = System.nanoTime();
    if (due(nowNs)) {
      show(nowNs, "read back and compared: %d/%d episodes".formatted(checked, episodes));
    }
  }

  /** Says something that stays. */
  public void say(String line) {
    if (lineOpen) {
      out.print(ERASE_LINE);
      lineOpen = false;
    }
    out.println(line);
    out.flush();
  }

  /** 4210 seconds as {@code 1 h 10 min}, 75 as {@code 1 min 15 s}. */
  public static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "?";
    }
    long whole = Math.round(seconds);
    if (whole >= 3600) {
      return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
    return whole >= 60 ? whole / 60 + " min " + whole % 60 + " s" : whole + " s";
  }

  /**
   * The line of a training run.
   *
   * @param successRate of the last episodes, NaN before the first
   * @param episodes how many they are
   */
  static String training(
      long envSteps,
      long ofEnvSteps,
      double stepsPerSecond,
      double updatesPerSecond,
      double successRate,
      int episodes,
      double secondsLeft) {
    String success =
        episodes == 0
            ? "no episode yet"
            : String.format(Locale.ROOT, "success %.0f %% of last %d", 100 * successRate, episodes);
    return String.format(
        Locale.ROOT,
        "%d/%d env steps (%.1f/s)  %.1f updates/s  %s  %s left",
        envSteps,
        ofEnvSteps,
        stepsPerSecond,
        updatesPerSecond,
        success,
        duration(secondsLeft));
  }
}
