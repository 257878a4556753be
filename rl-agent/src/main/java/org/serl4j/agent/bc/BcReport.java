package org.serl4j.agent.bc;

/**
 * What an update did; means are over the batch.
 *
 * @param update number of updates so far
 * @param loss mean of the negative log-likelihood of the demonstrated continuous action
 * @param actionError mean over the elements of |tanh(mean) - a|
 * @param gripperLoss (balanced) cross-entropy of the demonstrated choice; {@code NaN} without a
 *     gripper
 * @param gripperAccuracy share of the rows whose best choice is the demonstrated one; likewise
 */
public record BcReport(
    long update, double loss, double actionError, double gripperLoss, double gripperAccuracy) {}
