package org.serl4j.controller.mujoco;

import org.serl4j.controller.viewer.WindowContent;

/**
 * Draws the present state of a simulated workcell into a window, from a camera that can be moved.
 * Belongs to the thread that made it, whose GL context must be current; physics goes on meanwhile.
 */
public final class SceneView implements WindowContent {
  private final Clockwork world;
  private final RenderState state;
  private final SceneRenderer renderer;

  SceneView(Clockwork world) {
    this.world = world;
    state = new RenderState(world.physics());
    renderer = new SceneRenderer(world.physics());
    renderer
        .freeCamera()
        .lookat(0, 0.4)
        .lookat(1, 0)
        .lookat(2, 0.2)
        .distance(1.5)
        .azimuth(140)
        .elevation(-25);
  }

  @Override
  public void draw(int width, int height) {
    state.capture(world);
    renderer.load(state);
    renderer.show(width, height);
  }

  @Override
  public void orbit(double right, double down) {
    move(MuJoCo.MOUSE_ROTATE_H, right, 0);
    move(MuJoCo.MOUSE_ROTATE_V, 0, down);
  }

  @Override
  public void pan(double right, double down) {
    move(MuJoCo.MOUSE_MOVE_V, right, down);
  }

  /**
   * Turns the camera about what it looks at.
   *
   * @param azimuth from the world's x axis to where it looks, about z [degree]
   */
  public void lookAlong(double azimuth) {
    renderer.freeCamera().azimuth(azimuth);
  }

  @Override
  public void zoom(double closer) {
    move(MuJoCo.MOUSE_ZOOM, 0, -closer);
  }

  private void move(int action, double right, double down) {
    MuJoCo.mjv_moveCamera(
        world.physics().model(), action, right, down, renderer.scene(), renderer.freeCamera());
  }

  @Override
  public void close() {
    renderer.close();
  }
}
