package org.serl4j.rewards.classifier;

/** Data or a file from which no reward can be learned or told. */
public final class RewardDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message cause and remedy, in one line
   */
  public RewardDataException(String message) {
    super(message);
  }

  /**
   * @param message cause and remedy, in one line
   */
  public RewardDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
