package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.serl4j.rewards.vice.ViceConfig;

/**
 * A reward that is learned while the policy is.
 *
 * @param goals a labelled data set: its observations of success are the goal images
 * @param overrides hyperparameters of the classifier by name
 */
public record ViceOptions(Path goals, Map<String, String> overrides) {
  public ViceOptions {
    overrides = new TreeMap<>(overrides);
  }

  /**
   * The classifier's hyperparameters.
   *
   * @throws IllegalArgumentException naming the key that is unknown or out of range
   */
  ViceConfig config() {
    return Hyperparameters.with(
        "--vice-config", ViceConfig.defaults(), ViceConfig.class, overrides);
  }
}
