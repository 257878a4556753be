package org.serl4j.console.session;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How good a policy is when something goes wrong; {@code perturbations.json} of a run. Every row
 * has the same scenes.
 *
 * @param task its name
 * @param seed of scenes and perturbations
 * @param rows the first without a perturbation, for comparison; then one for each kind
 * @param perturbed all rows but the first taken together; their scenes are the same ones, so its
 *     interval, which takes episodes for independent, is too narrow
 * @param commit of the program
 */
@JsonPropertyOrder({"task", "seed", "rows", "perturbed", "commit"})
public record PerturbedEvaluation(
    String task, long seed, List<Row> rows, Evaluation perturbed, String commit) {
  public static final String FILE = "perturbations.json";

  /** Name of the row without a perturbation. */
  static final String NONE = "none";

  /**
   * One kind.
   *
   * @param perturbation its name
   * @param struck episodes in which it happened before they were over
   * @param recovered those of them that succeeded
   * @param faults episodes that a fault of the arm or of a camera ended
   * @param evaluation over all episodes, struck or not
   */
  @JsonPropertyOrder({"perturbation", "struck", "recovered", "faults", "evaluation"})
  public record Row(
      String perturbation, int struck, int recovered, int faults, Evaluation evaluation) {}

  public PerturbedEvaluation {
    rows = List.copyOf(rows);
  }

  /** A table for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-15s %10s  %-16s %7s %7s %10s %7s",
            "perturbation",
            "successes",
            "95 % interval",
            "median",
            "struck",
            "recovered",
            "faults"));
    for (Row row : rows) {
      boolean none = row.perturbation.equals(NONE);
      lines.add(
          line(row.perturbation, row.evaluation)
              + String.format(
                  Locale.ROOT,
                  " %7s %10s %7d",
                  none ? "-" : row.struck,
                  none ? "-" : row.recovered,
                  row.faults));
    }
    lines.add(line("all perturbed", perturbed));
    return lines;
  }

  private static String line(String name, Evaluation evaluation) {
    Double median = evaluation.medianSecondsToSuccess();
    return String.format(
        Locale.ROOT,
        "%-15s %10s  %-16s %7s",
        name,
        evaluation.successes() + "/" + evaluation.episodes(),
        String.format(
            Locale.ROOT,
            "%.1f to %.1f %%",
            100 * evaluation.wilsonLow(),
            100 * evaluation.wilsonHigh()),
        median == null ? "-" : String.format(Locale.ROOT, "%.1f s", median));
  }
}
