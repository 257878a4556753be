package org.serl4j.controller.ros1;

import java.io.IOException;

/** A master, node or service that did not do what it was asked to; the message is one line. */
public final class RosException extends IOException {
  private static final long serialVersionUID = 1L;

  public RosException(String message) {
    super(message);
  }

  public RosException(String message, Throwable cause) {
    super(message, cause);
  }
}
