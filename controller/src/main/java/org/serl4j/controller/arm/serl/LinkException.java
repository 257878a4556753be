package org.serl4j.controller.arm.serl;

/** A call to a SERL server that brought no answer, or none that can be used; one line. */
final class LinkException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean refused;

  LinkException(String line) {
    this(line, false);
  }

  /**
   * @param refused whether the server answered and said no
   */
  LinkException(String line, boolean refused) {
    super(line);
    this.refused = refused;
  }

  boolean refused() {
    return refused;
  }

  String line() {
    return String.valueOf(getMessage());
  }
}
