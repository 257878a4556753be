package org.serl4j.controller.mujoco;

import org.serl4j.controller.camera.Frame;

/** A simulation as people look at it: pictures and windows of the present moment. Thread-safe. */
public interface VisibleScene {
  /**
   * A picture of the present state with shadows, for people: README, videos, dashboard.
   *
   * @param camera a camera of the scene, such as {@code overview}
   * @param width [px], at most the scene's offwidth
   * @param height [px], at most the scene's offheight
   */
  Frame picture(String camera, int width, int height);

  /** A view for a window, on the caller's thread and its current GL context. */
  SceneView view();
}
