package org.serl4j.console.session;

import org.jspecify.annotations.Nullable;

/** A session cannot go on; the message is one line with cause and remedy. */
public final class SessionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SessionException(String message) {
    this(message, null);
  }

  public SessionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
