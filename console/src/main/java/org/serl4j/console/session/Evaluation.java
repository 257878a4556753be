package org.serl4j.console.session;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Median;
import org.serl4j.agent.Proportion;
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
  public static Evaluation of(List<Episode> episodes) {
    double[] seconds =
        episodes.stream().filter(Episode::success).mapToDouble(Episode::seconds).sorted().toArray();
    int n = episodes.size();
    int k = seconds.length;
    Proportion rate = new Proportion(k, n);
    return new Evaluation(
        n, k, rate.low(), rate.high(), k == 0 ? null : Median.of(seconds).median());
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
