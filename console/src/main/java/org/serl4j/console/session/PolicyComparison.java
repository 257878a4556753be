package org.serl4j.console.session;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Median;
import org.serl4j.agent.PairedOutcomes;
import org.serl4j.agent.RateDifference;
import org.serl4j.agent.SignTest;
import org.serl4j.agent.roles.Episode;

/**
 * How two policies did on the same scenes; {@code comparison.json} of the first one's run. All
 * differences are first minus second.
 *
 * @param task its name
 * @param seed of the scenes, the order and the hidden names
 * @param first folder of the first run
 * @param second folder of the second run
 * @param firstWas what the first was called while the episodes ran, {@code A} or {@code B}
 * @param firstEvaluation the first one's episodes
 * @param secondEvaluation the second one's episodes
 * @param pairs who succeeded in the same scene
 * @param difference of the success rates, with its 95 % interval for pairs
 * @param mcnemar exact probability of pairs as lopsided as these, were both policies alike
 * @param times of the pairs in which both succeeded; null without one
 * @param verdict in one sentence
 * @param commit of the program
 */
@JsonPropertyOrder({
  "task",
  "seed",
  "first",
  "second",
  "firstWas",
  "firstEvaluation",
  "secondEvaluation",
  "pairs",
  "difference",
  "mcnemar",
  "times",
  "verdict",
  "commit"
})
public record PolicyComparison(
    String task,
    long seed,
    String first,
    String second,
    String firstWas,
    Evaluation firstEvaluation,
    Evaluation secondEvaluation,
    PairedOutcomes pairs,
    RateDifference difference,
    double mcnemar,
    @Nullable Times times,
    String verdict,
    String commit) {
  public static final String FILE = "comparison.json";

  private static final double SIGNIFICANT = 0.05;

  /**
   * Seconds to success where both succeeded.
   *
   * @param pairs how many these are
   * @param firstFaster pairs in which the first took less time
   * @param secondFaster pairs in which the second did
   * @param difference median of the differences, with its interval [s]
   * @param signTest exact probability of times as lopsided as these, were both policies alike
   */
  @JsonPropertyOrder({"pairs", "firstFaster", "secondFaster", "difference", "signTest"})
  public record Times(
      int pairs, int firstFaster, int secondFaster, Median difference, double signTest) {

    private static @Nullable Times of(List<Episode> first, List<Episode> second) {
      double[] differences = new double[first.size()];
      int n = 0;
      int faster = 0;
      int slower = 0;
      for (int i = 0; i < first.size(); i++) {
        if (first.get(i).success() && second.get(i).success()) {
          differences[n++] = first.get(i).seconds() - second.get(i).seconds();
          int steps = first.get(i).steps() - second.get(i).steps();
          faster += steps < 0 ? 1 : 0;
          slower += steps > 0 ? 1 : 0;
        }
      }
      return n == 0
          ? null
          : new Times(
              n,
              faster,
              slower,
              Median.of(Arrays.copyOf(differences, n)),
              new SignTest(faster, slower).pValue());
    }

    private String line() {
      String interval =
          difference.low() == null
              ? "too few for an interval"
              : String.format(
                  Locale.ROOT,
                  "95 %% interval %.1f to %.1f s",
                  difference.low(),
                  difference.high());
      return String.format(
          Locale.ROOT,
          "both succeeded in %d: first minus second %.1f s in the median (%s), first faster in %d,"
              + " second in %d (sign test %s)",
          pairs,
          difference.median(),
          interval,
          firstFaster,
          secondFaster,
          probability(signTest));
    }
  }

  /**
   * Of episodes in the order of their scenes, as many of the one as of the other.
   *
   * @param firstWas see the record's component
   */
  static PolicyComparison of(
      Contest contest, String firstWas, List<Episode> first, List<Episode> second, String commit) {
    int both = 0;
    int onlyFirst = 0;
    int onlySecond = 0;
    int neither = 0;
    for (int i = 0; i < first.size(); i++) {
      boolean one = first.get(i).success();
      boolean other = second.get(i).success();
      both += one && other ? 1 : 0;
      onlyFirst += one && !other ? 1 : 0;
      onlySecond += !one && other ? 1 : 0;
      neither += !one && !other ? 1 : 0;
    }
    PairedOutcomes pairs = new PairedOutcomes(both, onlyFirst, onlySecond, neither);
    return new PolicyComparison(
        contest.task(),
        contest.seed(),
        contest.first(),
        contest.second(),
        firstWas,
        Evaluation.of(first),
        Evaluation.of(second),
        pairs,
        pairs.difference(),
        pairs.test().pValue(),
        Times.of(first, second),
        verdict(contest, pairs),
        commit);
  }

  /** What is compared: the task, the seed, the two folders. */
  record Contest(String task, long seed, String first, String second) {}

  /** What the pairs show, and what they do not. */
  static String verdict(Contest contest, PairedOutcomes pairs) {
    RateDifference d = pairs.difference();
    String interval =
        String.format(Locale.ROOT, "%.1f to %.1f points", 100 * d.low(), 100 * d.high());
    boolean apart = d.low() > 0 || d.high() < 0;
    double p = pairs.test().pValue();
    String better = d.difference() > 0 ? contest.first : contest.second;
    if (apart && p < SIGNIFICANT) {
      return "%s succeeds more often in these scenes: the interval of the difference, %s, and the exact test exclude 0; it is about these two policies, not about how they were trained"
          .formatted(better, interval);
    } else if (apart) {
      return String.format(
          Locale.ROOT,
          "not settled: the interval of the difference, %s, excludes 0 in favour of %s, the exact test (%s) does not: run more episodes",
          interval,
          better,
          probability(p));
    }
    return "no difference is shown: with %d pairs every difference of %s is compatible with what was seen, which is not proof that they are alike"
        .formatted(pairs.total(), interval);
  }

  private static String probability(double p) {
    return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
  }

  /** All of it for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "the names: A was %s, B was %s"
            .formatted(
                firstWas.equals("A") ? first : second, firstWas.equals("A") ? second : first));
    lines.add("first  " + first + ": " + firstEvaluation.line());
    lines.add("second " + second + ": " + secondEvaluation.line());
    lines.add(
        String.format(
            Locale.ROOT,
            "the same scenes: both %d, only the first %d, only the second %d, neither %d",
            pairs.both(),
            pairs.onlyFirst(),
            pairs.onlySecond(),
            pairs.neither()));
    lines.add(
        String.format(
            Locale.ROOT,
            "first minus second: %.1f points, 95 %% interval %.1f to %.1f (Newcombe, paired), McNemar exact %s",
            100 * difference.difference(),
            100 * difference.low(),
            100 * difference.high(),
            probability(mcnemar)));
    lines.add(times == null ? "no scene in which both succeeded" : times.line());
    lines.add(verdict);
    return lines;
  }
}
