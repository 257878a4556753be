package org.serl4j.agent;

/** The scene could not be brought back to a state from which an episode can begin. */
public final class ResetFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message cause and remedy, in one line
   */
  public ResetFailedException(String message) {
    super(message);
  }
}
