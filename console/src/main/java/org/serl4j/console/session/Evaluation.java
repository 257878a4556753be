package org.serl4j.console.session;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.roles.Episode;

/**
 * How good a policy is.
 *
 * @param episodes evaluation episodes
 * @param successes those that reached the task's goal
 * @param wilsonLow lower end of the Wilson 95 % interval of the success rate
 * @param wilsonHigh its upper end
 * @param medianSecondsToSuccess median length of the successful episodes [s], null without success
 */
@JsonPropertyOrder({"episodes", "successes", "wilsonLow", "wilsonHigh", "medianSecondsToSuccess"})
public record Evaluation(
    int episodes,
    int successes,
    double wilsonLow,
    double wilsonHigh,
    @Nullable Double medianSecondsToSuccess) {
  /** 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  public static Evaluation of(List<Episode> episodes) {
    double[] seconds =
        episodes.stream().filter(Episode::success).mapToDouble(Episode::seconds).sorted().toArray();
    int n = episodes.size();
    int k = seconds.length;
    return new Evaluation(n, k, wilson(k, n, -1), wilson(k, n, 1), k == 0 ? null : median(seconds));
  }

  /**
   * One end of the Wilson score interval (Wilson 1927).
   *
   * @param sign -1 for the lower end, 1 for the upper
   */
  static double wilson(int successes, int episodes, int sign) {
    if (episodes == 0) {
      return sign < 0 ? 0 : 1;
    }
    double n = episodes;
    double p = successes / n;
    // (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
    double centre = p + Z * Z / (2 * n);
    double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    return Math.min(1, Math.max(0, (centre + sign * half) / (1 + Z * Z / n)));
  }

  static double median(double[] sorted) {
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  /** All of it in one line for people. */
  public String line() {
    String time =
        medianSecondsToSuccess == null
            ? "no success"
            : String.format(Locale.ROOT, "median %.1f s to success", medianSecondsToSuccess);
    return String.format(
        Locale.ROOT,
        "%d of %d episodes succeeded (95 %% interval %.1f to %.1f %%), %s",
        successes,
        episodes,
        100 * wilsonLow,
        100 * wilsonHigh,
        time);
  }
}
