package org.serl4j.hardware;

/** A cell's file cannot be used. The message is one line: file, line, path, cause and remedy. */
public final class CellException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CellException(String message) {
    super(message);
  }
}
