package org.serl4j.agent.rlpd;

/**
 * What an update did; {@code NaN} where it did not touch a part. Means are over the batch.
 *
 * @param update number of critic updates so far
 * @param criticLoss mean over critics and batch of the squared error to the target
 * @param value mean of Q over critics and batch
 * @param target mean of the target
 * @param actorLoss mean of temperature x log-probability - Q
 * @param temperature alpha, before the update
 * @param temperatureLoss alpha x (entropy - target entropy)
 * @param entropy minus the mean log-probability of the next actions
 * @param graspLoss mean over the batch of the squared error of the gripper's critic to its target;
 *     {@code NaN} without a gripper
 * @param graspValue mean over the batch of its value of the executed choice
 */
public record UpdateReport(
    long update,
    double criticLoss,
    double value,
    double target,
    double actorLoss,
    double temperature,
    double temperatureLoss,
    double entropy,
    double graspLoss,
    double graspValue) {
  /** The same with what the update of policy and temperature found. */
  UpdateReport withPolicy(
      double newActorLoss, double alpha, double newTemperatureLoss, double newEntropy) {
    return new UpdateReport(
        update,
        criticLoss,
        value,
        target,
        newActorLoss,
        alpha,
        newTemperatureLoss,
        newEntropy,
        graspLoss,
        graspValue);
  }
}
