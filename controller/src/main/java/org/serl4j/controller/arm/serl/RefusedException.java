package org.serl4j.controller.arm.serl;

/** A request that the server answers with a status other than 200 and one line. */
final class RefusedException extends Exception {
  static final int BAD_BODY = 400;

  /** The arm's present condition forbids it: a fault stands, its controller is stopped. */
  static final int NOT_NOW = 409;

  /** This arm cannot do it at all. */
  static final int NOT_HERE = 501;

  private static final long serialVersionUID = 1;

  private final int status;

  RefusedException(int status, String line) {
    super(line);
    this.status = status;
  }

  int status() {
    return status;
  }

  String line() {
    return String.valueOf(getMessage());
  }
}
