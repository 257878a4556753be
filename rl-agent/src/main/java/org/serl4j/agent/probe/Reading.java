package org.serl4j.agent.probe;

import java.util.function.IntPredicate;

/**
 * What a probe read, in the targets' own units.
 *
 * @param errors of every sample, the learned ones first, {@code prediction - target}; frames as
 *     seen
 * @param trained how many samples were learned from
 * @param heldOutDeviation standard deviation of the targets of the others: what a constant guess
 *     gets
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
public record Reading(float[][] errors, int trained, double[] heldOutDeviation) {

  /** Root of the mean squared error of the samples learned from. */
  public double[] trainRmse() {
    return rmse(0, trained, sample -> true);
  }

  /** Root of the mean squared error of the others. */
  public double[] heldOutRmse() {
    return heldOutRmse(sample -> true);
  }

  /** The same for some of the others. */
  public double[] heldOutRmse(IntPredicate chosen) {
    return rmse(trained, errors.length, chosen);
  }

  private double[] rmse(int from, int to, IntPredicate chosen) {
    double[] sum = new double[heldOutDeviation.length];
    int count = 0;
    for (int i = from; i < to; i++) {
      if (chosen.test(i)) {
        count++;
        for (int t = 0; t < sum.length; t++) {
          sum[t] += (double) errors[i][t] * errors[i][t];
        }
      }
    }
    for (int t = 0; t < sum.length; t++) {
      sum[t] = Math.sqrt(sum[t] / count);
    }
    return sum;
  }
}
