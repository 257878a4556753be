package org.serl4j.agent.rlpd;

/**
 * An immutable copy of all that the policy needs.
 *
 * @param version critic updates that led to it; grows
 * @param config shapes and hyperparameters
 * @param encoder flat parameters of the encoder; not modified
 * @param policy flat parameters of the policy; not modified
 * @param grasp flat parameters of the gripper's critic, empty without one; not modified
 * @param cloned encoder and policy that were cloned, of which {@code policy} is a correction
 *     ({@link Imitation}); empty where it acts alone; not modified
 */
@SuppressWarnings("ArrayRecordComponent") // compared by version
public record PolicyParameters(
    long version,
    RlpdConfig config,
    float[] encoder,
    float[] policy,
    float[] grasp,
    float[] cloned) {
  /** Of a policy that acts alone. */
  public PolicyParameters(
      long version, RlpdConfig config, float[] encoder, float[] policy, float[] grasp) {
    this(version, config, encoder, policy, grasp, new float[0]);
  }
}
