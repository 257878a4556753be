package org.serl4j.controller.viewer;

/**
 * What a window shows. Belongs to the window's thread, whose GL context is current when it is made,
 * drawn and closed. The mouse moves what can be looked at from elsewhere.
 */
public interface WindowContent extends AutoCloseable {
  /** Draws the present moment into the window's back buffer of this size [px]. */
  void draw(int width, int height);

  /** Turns about what is looked at; shares of the window's height. */
  default void orbit(double right, double down) {}

  /** Shifts what is looked at; shares of the window's height. */
  default void pan(double right, double down) {}

  /** Goes closer (positive) or away; shares of the distance. */
  default void zoom(double closer) {}

  /** Frees what it holds in the GL context. */
  @Override
  void close();
}
