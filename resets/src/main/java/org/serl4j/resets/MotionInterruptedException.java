package org.serl4j.resets;

/**
 * A motion was broken off because somebody asked for it. The arm holds its last setpoint until its
 * watchdog makes it stay where it is; the next reset goes on from there.
 */
public final class MotionInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MotionInterruptedException(String message) {
    super(message);
  }
}
