package org.serl4j.console.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * Minimum, maximum, mean, population standard deviation and quantiles of one feature, an element
 * (or colour channel) each, as LeRobotDataset's statistics hold them. Colours are scaled to [0, 1].
 *
 * <p>Over episodes i with n_i rows: mean = sum n_i mean_i / N, var = sum n_i (var_i + (mean_i -
 * mean)^2) / N. Quantiles cannot be joined exactly: the lower ones and the median take the least,
 * the upper ones the greatest of the episodes, as LeRobot does.
 */
final class FeatureStatistics {
  static final List<String> QUANTITIES =
      List.of("min", "max", "mean", "std", "q01", "q10", "q50", "q90", "q99");
  private static final double[] QUANTILES = {0.01, 0.10, 0.50, 0.90, 0.99};
  private static final int FIRST_QUANTILE = 4;

  private static final int MIN_SAMPLED_IMAGES = 100;
  private static final int MAX_SAMPLED_IMAGES = 10_000;
  private static final double SAMPLED_IMAGES_POWER = 0.75;
  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  private final boolean image;
  private final long count;
  private final Map<String, double[]> values;

  private FeatureStatistics(boolean image, long count, Map<String, double[]> values) {
    this.image = image;
    this.count = count;
    this.values = values;
  }

  /**
   * @param rows at least one, all of the same length (not modified)
   */
  static FeatureStatistics ofRows(List<double[]> rows) {
    int width = rows.get(0).length;
    Map<String, double[]> values = empty(width);
    for (int i = 0; i < width; i++) {
      int element = i;
      double[] sorted = rows.stream().mapToDouble(row -> row[element]).sorted().toArray();
      double mean = Arrays.stream(sorted).average().orElseThrow();
      // std = sqrt(sum (x - mean)^2 / N)
      double variance =
          Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      put(values, "min", i, sorted[0]);
      put(values, "max", i, sorted[sorted.length - 1]);
      put(values, "mean", i, mean);
      put(values, "std", i, Math.sqrt(variance));
      for (int q = 0; q < QUANTILES.length; q++) {
        double position = QUANTILES[q] * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double value = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
        put(values, QUANTITIES.get(FIRST_QUANTILE + q), i, value);
      }
    }
    return new FeatureStatistics(false, rows.size(), values);
  }

  /**
   * @param images RGB bytes, at least one image (not modified); a sample of them is read
   */
  static FeatureStatistics ofImages(List<byte[]> images) {
    int sampled = sampleSize(images.size());
    long[][] histogram = new long[CHANNELS][LEVELS];
    for (int k = 0; k < sampled; k++) {
      int index = sampled == 1 ? 0 : (int) Math.round(k * (images.size() - 1.0) / (sampled - 1));
      byte[] rgb = images.get(index);
      for (int i = 0; i < rgb.length; i++) {
        histogram[i % CHANNELS][rgb[i] & 0xff]++;
      }
    }
    Map<String, double[]> values = empty(CHANNELS);
    for (int channel = 0; channel < CHANNELS; channel++) {
      describe(histogram[channel], channel, values);
    }
    return new FeatureStatistics(true, sampled, values);
  }

  private static int sampleSize(int images) {
    int wanted = (int) Math.pow(images, SAMPLED_IMAGES_POWER);
    return Math.min(images, Math.max(MIN_SAMPLED_IMAGES, Math.min(wanted, MAX_SAMPLED_IMAGES)));
  }

  private static void describe(long[] histogram, int channel, Map<String, double[]> values) {
    double scale = LEVELS - 1.0;
    long total = Arrays.stream(histogram).sum();
    double sum = 0;
    double squares = 0;
    int least = -1;
    int greatest = 0;
    for (int level = 0; level < LEVELS; level++) {
      double x = level / scale;
      sum += histogram[level] * x;
      squares += histogram[level] * x * x;
      if (histogram[level] > 0) {
        least = least < 0 ? level : least;
        greatest = level;
      }
    }
    double mean = sum / total;
    put(values, "min", channel, least / scale);
    put(values, "max", channel, greatest / scale);
    put(values, "mean", channel, mean);
    put(values, "std", channel, Math.sqrt(Math.max(0, squares / total - mean * mean)));
    for (int q = 0; q < QUANTILES.length; q++) {
      long needed = (long) Math.ceil(QUANTILES[q] * total);
      int level = 0;
      for (long seen = histogram[0]; seen < needed; seen += histogram[level]) {
        level++;
      }
      put(values, QUANTITIES.get(FIRST_QUANTILE + q), channel, level / scale);
    }
  }

  /**
   * @param episodes at least one, of the same feature
   */
  static FeatureStatistics join(List<FeatureStatistics> episodes) {
    FeatureStatistics head = episodes.get(0);
    int width = head.get("mean").length;
    long count = episodes.stream().mapToLong(episode -> episode.count).sum();
    Map<String, double[]> values = empty(width);
    for (int i = 0; i < width; i++) {
      double mean = 0;
      for (FeatureStatistics episode : episodes) {
        mean += episode.count * episode.get("mean")[i] / count;
      }
      double variance = 0;
      for (FeatureStatistics episode : episodes) {
        double std = episode.get("std")[i];
        double shift = episode.get("mean")[i] - mean;
        variance += episode.count * (std * std + shift * shift) / count;
      }
      put(values, "mean", i, mean);
      put(values, "std", i, Math.sqrt(variance));
      for (String least : List.of("min", "q01", "q10", "q50")) {
        put(values, least, i, fold(episodes, least, i, Math::min));
      }
      for (String greatest : List.of("max", "q90", "q99")) {
        put(values, greatest, i, fold(episodes, greatest, i, Math::max));
      }
    }
    return new FeatureStatistics(head.image, count, values);
  }

  private static double fold(
      List<FeatureStatistics> episodes, String quantity, int element, DoubleBinaryOperator by) {
    return episodes.stream()
        .mapToDouble(episode -> episode.get(quantity)[element])
        .reduce(by)
        .orElseThrow();
  }

  long count() {
    return count;
  }

  /** The values of one of {@link #QUANTITIES}, an element each; not to be modified. */
  double[] get(String quantity) {
    double[] found = values.get(quantity);
    if (found == null) {
      throw new IllegalArgumentException("no quantity " + quantity);
    }
    return found;
  }

  /** As the format nests it: a list of elements, or for images [[[r]], [[g]], [[b]]]. */
  List<?> nested(String quantity) {
    List<Object> list = new ArrayList<>();
    for (double value : get(quantity)) {
      list.add(image ? List.of(List.of(value)) : value);
    }
    return list;
  }

  private static Map<String, double[]> empty(int width) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (String quantity : QUANTITIES) {
      values.put(quantity, new double[width]);
    }
    return values;
  }

  private static void put(
      Map<String, double[]> values, String quantity, int element, double value) {
    double[] target = values.get(quantity);
    if (target != null) {
      target[element] = value;
    }
  }
}
