package org.serl4j.controller.teleoperation;

/** Something a person pushes with. Thread-safe; one caller asks. */
public interface TeleoperationDevice extends AutoCloseable {
  /** The person counts as holding on for this long after the last input, as in SERL [ns]. */
  long HOLD_NS = 500_000_000;

  /**
   * The newest input; never blocks. What was pressed and let go since the last call is in it. A
   * device that is gone or silent gives no engagement, and a note.
   */
  OperatorInput newest();

  /** What it is read from, for people: a socket, a device's file, a window. */
  String source();

  @Override
  void close();
}
