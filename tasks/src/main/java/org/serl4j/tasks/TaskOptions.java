package org.serl4j.tasks;

/**
 * What a session chooses about any task.
 *
 * @param randomScene whether the fixtures (the board, say) are put elsewhere for every episode;
 *     simulation only
 * @param lockStep virtual time, as fast as the machine allows and bit-reproducible, instead of the
 *     wall clock; simulation only
 */
public record TaskOptions(boolean randomScene, boolean lockStep) {
  /** Fixed fixtures in virtual time. */
  public static TaskOptions defaults() {
    return new TaskOptions(false, true);
  }
}
