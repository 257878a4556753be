package org.serl4j.rewards.classifier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.serl4j.agent.Proportion;

/**
 * What every threshold does on scored observations (Fawcett 2006): at or above it lie some of the
 * successes (recall) and some of the failures (false-positive rate).
 */
public final class OperatingCurve {
  private final List<Point> points = new ArrayList<>();
  private final int positives;
  private final int negatives;

  /**
   * A threshold at one of the scores.
   *
   * @param score the threshold
   * @param truePositives successes at or above it
   * @param falsePositives failures at or above it
   */
  public record Point(float score, int truePositives, int falsePositives) {}

  /**
   * @param scores finite, or negative infinity; not modified
   * @param labels whether each is a success; not modified
   * @throws RewardDataException if a class is empty
   */
  public OperatingCurve(float[] scores, boolean[] labels) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int hits = 0;
    int mistakes = 0;
    for (int i = 0; i < order.length; i++) {
      hits += labels[order[i]] ? 1 : 0;
      mistakes += labels[order[i]] ? 0 : 1;
      boolean lastOfItsScore = i + 1 == order.length || scores[order[i + 1]] != scores[order[i]];
      if (lastOfItsScore) {
        points.add(new Point(scores[order[i]], hits, mistakes));
      }
    }
    positives = hits;
    negatives = mistakes;
    LabelledFrames.requireBothClasses("data behind a curve", positives, negatives);
  }

  /** Every score that occurs as a threshold, from the highest to the lowest. */
  public List<Point> points() {
    return List.copyOf(points);
  }

  public int positives() {
    return positives;
  }

  public int negatives() {
    return negatives;
  }

  /**
   * The threshold with the largest recall among those whose false-positive rate is at most the
   * given one; of several the one with the fewest false positives. It lies halfway to the next
   * lower score, so that it does not hang on one observation.
   *
   * @param falsePositiveRate from 0, below 1
   * @throws RewardDataException if no success lies above enough of the failures
   */
  public double threshold(double falsePositiveRate) {
    int chosen = -1;
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      boolean allowed =
          point.falsePositives <= falsePositiveRate * negatives && Float.isFinite(point.score);
      if (allowed && point.truePositives > (chosen < 0 ? 0 : points.get(chosen).truePositives)) {
        chosen = i;
      }
    }
    if (chosen < 0) {
      throw new RewardDataException(
          "no threshold keeps the false-positive rate at %s: the failures score as high as the successes; collect more episodes or allow a higher rate"
              .formatted(falsePositiveRate));
    }
    double score = points.get(chosen).score;
    float below =
        chosen + 1 < points.size() ? points.get(chosen + 1).score : Float.NEGATIVE_INFINITY;
    return Float.isFinite(below) ? (score + below) / 2 : score;
  }

  /** Share of the successes at or above the threshold. */
  public Proportion recall(double threshold) {
    return new Proportion(at(threshold).truePositives, positives);
  }

  /** Share of the failures at or above the threshold. */
  public Proportion falsePositiveRate(double threshold) {
    return new Proportion(at(threshold).falsePositives, negatives);
  }

  private Point at(double threshold) {
    Point found = new Point(Float.POSITIVE_INFINITY, 0, 0);
    for (Point point : points) {
      if (point.score >= threshold) {
        found = point;
      }
    }
    return found;
  }

  /** Area under recall against false-positive rate, by the trapezoidal rule. */
  public double area() {
    double area = 0;
    Point before = new Point(Float.POSITIVE_INFINITY, 0, 0);
    for (Point point : points) {
      area +=
          (double) (point.falsePositives - before.falsePositives)
              * (point.truePositives + before.truePositives)
              / 2;
      before = point;
    }
    return area / ((double) positives * negatives);
  }

  /** Mean precision at each success found, from the highest score down. */
  public double averagePrecision() {
    double sum = 0;
    int before = 0;
    for (Point point : points) {
      double precision =
          (double) point.truePositives / (point.truePositives + point.falsePositives);
      sum += (point.truePositives - before) * precision;
      before = point.truePositives;
    }
    return sum / positives;
  }
}
