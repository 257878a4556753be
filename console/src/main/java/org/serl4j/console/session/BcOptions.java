package org.serl4j.console.session;

import java.util.Map;
import org.serl4j.agent.bc.BcConfig;

/**
 * What an operator chooses about behaviour cloning, beside {@link TrainOptions}.
 *
 * @param config hyperparameters
 * @param withFailures whether episodes that did not reach the goal are cloned too
 */
public record BcOptions(BcConfig config, boolean withFailures) {
  /**
   * The defaults with the operator's overrides.
   *
   * @param overrides values by name, such as {@code updates=2000}
   * @throws IllegalArgumentException with one line if a name is unknown or a value out of range
   */
  public static BcOptions with(Map<String, String> overrides, boolean withFailures) {
    return new BcOptions(
        Hyperparameters.with("--bc", BcConfig.defaults(), BcConfig.class, overrides), withFailures);
  }
}
