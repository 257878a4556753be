package org.serl4j.controller.teleoperation;

/** Input that is read on a window's thread. */
public interface WindowInput {
  /**
   * A key of the window went down or up.
   *
   * @param key GLFW's key code
   */
  void key(int key, boolean down);

  /** The window has taken its events. */
  void polled();

  /** The window is gone. */
  void windowClosed();
}
