package org.serl4j.agent.rlpd;

import org.jspecify.annotations.Nullable;

/**
 * An immutable copy of all that the policy needs.
 *
 * @param version critic updates that led to it; grows
 * @param config shapes and hyperparameters
 * @param encoder flat parameters of the encoder; not modified
 * @param policy flat parameters of the policy; not modified
 * @param grasp flat parameters of the gripper's critic, empty without one; not modified
 * @param cloned the policy that this one corrects ({@link Imitation}); null where it acts alone
 */
@SuppressWarnings("ArrayRecordComponent") // compared by version
public record PolicyParameters(
    long version,
    RlpdConfig config,
    float[] encoder,
    float[] policy,
    float[] grasp,
    @Nullable PolicyParameters cloned) {
  /** Of a policy that acts alone. */
  public PolicyParameters(
      long version, RlpdConfig config, float[] encoder, float[] policy, float[] grasp) {
    this(version, config, encoder, policy, grasp, null);
  }
}
