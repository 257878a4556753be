package org.serl4j.controller.teleoperation;

import org.jspecify.annotations.Nullable;

/** A device cannot be opened: cause and remedy in one line. */
public final class DeviceUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DeviceUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
