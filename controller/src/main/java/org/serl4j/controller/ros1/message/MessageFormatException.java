package org.serl4j.controller.ros1.message;

/** Bytes that are not what they should be: what was expected, and what was there. */
public final class MessageFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MessageFormatException(String message) {
    super(message);
  }
}
