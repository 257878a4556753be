package org.serl4j.agent.roles;

import org.jspecify.annotations.Nullable;

/** The other role failed or does not answer; the cause is what ended it. */
public final class RoleFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message who, and why, in one line
   */
  public RoleFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static RoleFailedException of(String role, Throwable cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new RoleFailedException("the " + role + " failed: " + reason, cause);
  }
}
