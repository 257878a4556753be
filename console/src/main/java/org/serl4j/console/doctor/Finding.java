package org.serl4j.console.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * What one look came to.
 *
 * @param verdict whether the cell can be used like that
 * @param subject what was looked at
 * @param words what was seen, with units; what to do about it, if something is to be done
 * @param drawing lines below it; may be empty
 */
public record Finding(Verdict verdict, String subject, String words, List<String> drawing) {
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  /** Of the words, beside the subject's width. */
  private static final int INDENT = 10;

  public Finding {
    drawing = List.copyOf(drawing);
  }

  /** From good to bad. */
  public enum Verdict {
    OK("ok  ", GREEN),
    /** Worth knowing; nothing that training needs. */
    NOTE("note", YELLOW),
    FAILED("FAIL", RED);

    private final String word;
    private final String colour;

    Verdict(String word, String colour) {
      this.word = word;
      this.colour = colour;
    }
  }

  static Finding ok(String subject, String words) {
    return new Finding(Verdict.OK, subject, words, List.of());
  }

  static Finding note(String subject, String words) {
    return new Finding(Verdict.NOTE, subject, words, List.of());
  }

  static Finding failed(String subject, String words) {
    return new Finding(Verdict.FAILED, subject, words, List.of());
  }

  /** {@link Verdict#OK} if it is. */
  static Finding of(boolean ok, String subject, String words) {
    return ok ? ok(subject, words) : failed(subject, words);
  }

  /** The same with lines below it. */
  Finding drawn(List<String> lines) {
    return new Finding(verdict, subject, words, lines);
  }

  /**
   * The lines to print.
   *
   * @param width of the widest subject
   * @param coloured for a terminal
   */
  public List<String> lines(int width, boolean coloured) {
    String mark = coloured ? verdict.colour + verdict.word + PLAIN : verdict.word;
    String padding = " ".repeat(Math.max(0, width - subject.length()));
    List<String> lines = new ArrayList<>();
    lines.add("  %s  %s%s  %s".formatted(mark, subject, padding, words));
    drawing.forEach(line -> lines.add(" ".repeat(INDENT + width) + line));
    return lines;
  }
}
