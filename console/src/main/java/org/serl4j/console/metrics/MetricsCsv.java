package org.serl4j.console.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Appends rows of numbers to a CSV file: one header, one line a row, in the file when the call
 * returns. A value that is missing or not finite is an empty cell.
 */
public final class MetricsCsv {
  private final Path file;
  private final List<String> columns;

  /**
   * Begins a file, or goes on at the end of one with the same header. Half a line left by a killed
   * run is dropped.
   *
   * @param columns names without commas; the first counts up from row to row, such as env_steps
   * @throws IOException if the file cannot be written or has another header
   */
  public static MetricsCsv open(Path file, List<String> columns) throws IOException {
    return resume(file, columns, Double.POSITIVE_INFINITY);
  }

  /**
   * As {@link #open}, and drops the rows that a run wrote after the checkpoint from which it goes
   * on.
   *
   * @param lastKept rows whose first column is greater are dropped
   */
  public static MetricsCsv resume(Path file, List<String> columns, double lastKept)
      throws IOException {
    MetricsCsv csv = new MetricsCsv(file, columns);
    csv.keepRows(lastKept);
    return csv;
  }

  private MetricsCsv(Path file, List<String> columns) {
    for (String column : columns) {
      if (column.isBlank() || column.contains(",") || column.contains("\n")) {
        throw new IllegalArgumentException("no column name: '" + column + "'");
      }
    }
    this.file = file;
    this.columns = List.copyOf(columns);
  }

  private void keepRows(double lastKept) throws IOException {
    String header = String.join(",", columns);
    List<String> kept = new ArrayList<>(List.of(header));
    if (Files.exists(file)) {
      String text = Files.readString(file);
      int wholeLines = text.lastIndexOf('\n') + 1;
      List<String> lines = text.substring(0, wholeLines).lines().toList();
      if (!lines.isEmpty() && !lines.get(0).equals(header)) {
        throw new IOException(
            file
                + " has the columns "
                + lines.get(0)
                + ", this program writes "
                + header
                + ": use another run directory");
      }
      for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
        if (firstValue(line) <= lastKept) {
          kept.add(line);
        }
      }
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(temporary, String.join("\n", kept) + "\n");
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static double firstValue(String line) {
    int comma = line.indexOf(',');
    try {
      return Double.parseDouble(comma < 0 ? line : line.substring(0, comma));
    } catch (NumberFormatException e) {
      return Double.NEGATIVE_INFINITY;
    }
  }

  /**
   * Appends one row.
   *
   * @param values by column; columns without a value stay empty
   * @throws IllegalArgumentException if there is a value without a column
   * @throws UncheckedIOException if the disk is full
   */
  public void append(Map<String, Double> values) {
    for (String name : values.keySet()) {
      if (!columns.contains(name)) {
        throw new IllegalArgumentException("no column " + name + " in " + columns);
      }
    }
    List<String> cells = new ArrayList<>();
    for (String column : columns) {
      cells.add(cell(values.getOrDefault(column, Double.NaN)));
    }
    byte[] line = (String.join(",", cells) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      Files.write(file, line, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static String cell(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
