package org.serl4j.console.dataset;

import org.jspecify.annotations.Nullable;

/** A data set that cannot be written or used: cause and remedy in one line. */
public final class DatasetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message cause and remedy, in one line
   */
  public DatasetException(String message) {
    super(message);
  }

  /**
   * @param message cause and remedy, in one line
   */
  public DatasetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The first line of what went wrong below, for the end of a message. */
  static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }
}
