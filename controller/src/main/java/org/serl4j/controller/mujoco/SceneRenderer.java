package org.serl4j.controller.mujoco;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.serl4j.controller.mujoco.MuJoCo.Data;
import org.serl4j.controller.mujoco.MuJoCo.Model;
import org.serl4j.controller.mujoco.MuJoCo.RenderContext;
import org.serl4j.controller.mujoco.MuJoCo.ViewCamera;
import org.serl4j.controller.mujoco.MuJoCo.ViewOption;
import org.serl4j.controller.mujoco.MuJoCo.ViewScene;
import org.serl4j.controller.mujoco.MuJoCo.Viewport;

/**
 * Draws a scene with its own copy of the state, so that physics can go on meanwhile. Everything
 * here belongs to the one thread that made it, whose GL context must be current.
 */
final class SceneRenderer implements AutoCloseable {
  private static final int MAX_GEOMS = 1000;
  private static final int CHANNELS = 3;

  private final Model model;
  private final Data data;
  private final DoubleBuffer qpos;
  private final DoubleBuffer mocapPos;
  private final DoubleBuffer mocapQuat;
  private final ViewScene scene = new ViewScene();
  private final ViewOption option = new ViewOption();
  private final ViewCamera camera = new ViewCamera();
  private final RenderContext context = new RenderContext();
  private BytePointer pixels = new BytePointer(CHANNELS);

  /**
   * @param physics whose model is drawn; it must live longer than this
   */
  SceneRenderer(Physics physics) {
    model = physics.model();
    Data made = MuJoCo.mj_makeData(model);
    if (made == null) {
      throw new IllegalStateException("MuJoCo has no memory for the state of a renderer");
    }
    data = made;
    qpos = data.qpos().capacity(Math.max(1, physics.nq)).asBuffer();
    mocapPos = data.mocap_pos().capacity(Math.max(1, 3 * physics.nmocap)).asBuffer();
    mocapQuat = data.mocap_quat().capacity(Math.max(1, 4 * physics.nmocap)).asBuffer();
    MuJoCo.mjv_defaultOption(option);
    MuJoCo.mjv_defaultScene(scene);
    MuJoCo.mjv_makeScene(model, scene, MAX_GEOMS);
    MuJoCo.mjv_defaultFreeCamera(model, camera);
    MuJoCo.mjr_defaultContext(context);
    MuJoCo.mjr_makeContext(model, context, MuJoCo.FONT_SCALE_100);
    scene.flags(MuJoCo.RENDER_HAZE, (byte) 0).flags(MuJoCo.RENDER_FOG, (byte) 0);
  }

  /** The free camera, for a viewer to move. */
  ViewCamera freeCamera() {
    return camera;
  }

  ViewScene scene() {
    return scene;
  }

  /** Takes a state over; poses of bodies, cameras and lights follow. */
  void load(RenderState state) {
    qpos.put(0, state.qpos);
    mocapPos.put(0, state.mocapPos);
    mocapQuat.put(0, state.mocapQuat);
    MuJoCo.mj_kinematics(model, data);
    MuJoCo.mj_comPos(model, data);
    MuJoCo.mj_camlight(model, data);
  }

  /**
   * Draws the loaded state off screen.
   *
   * @param fixedCamera the camera's number in the model
   * @return RGB bytes, row-major from the top left
   */
  byte[] read(int fixedCamera, int width, int height, boolean shadows) {
    if (width > context.offWidth() || height > context.offHeight()) {
      throw new IllegalArgumentException(
          "the scene's offscreen buffer of %d x %d px is smaller than the camera's %d x %d px: raise offwidth and offheight in its visual section"
              .formatted(context.offWidth(), context.offHeight(), width, height));
    }
    camera.type(MuJoCo.CAMERA_FIXED).fixedcamid(fixedCamera);
    MuJoCo.mjr_setBuffer(MuJoCo.FRAMEBUFFER_OFFSCREEN, context);
    int bytes = width * height * CHANNELS;
    if (pixels.capacity() < bytes) {
      pixels.close();
      pixels = new BytePointer(bytes);
    }
    try (Viewport viewport = new Viewport(0, 0, width, height)) {
      draw(viewport, shadows);
      MuJoCo.mjr_readPixels(pixels, null, viewport, context);
    }
    byte[] rgb = new byte[bytes];
    int row = width * CHANNELS;
    for (int y = 0; y < height; y++) {
      // OpenGL's first row is the lowest
      pixels.position((long) (height - 1 - y) * row).get(rgb, y * row, row);
    }
    pixels.position(0);
    return rgb;
  }

  /** Draws the loaded state with the free camera into the window. */
  void show(int width, int height) {
    camera.type(MuJoCo.CAMERA_FREE);
    MuJoCo.mjr_setBuffer(MuJoCo.FRAMEBUFFER_WINDOW, context);
    try (Viewport viewport = new Viewport(0, 0, width, height)) {
      draw(viewport, true);
    }
  }

  private void draw(Viewport viewport, boolean shadows) {
    scene.flags(MuJoCo.RENDER_SHADOW, (byte) (shadows ? 1 : 0));
    scene.flags(MuJoCo.RENDER_REFLECTION, (byte) 0);
    MuJoCo.mjv_updateScene(model, data, option, null, camera, MuJoCo.CATEGORY_ALL, scene);
    MuJoCo.mjr_render(viewport, scene, context);
    int error = MuJoCo.mjr_getError();
    if (error != 0) {
      throw new IllegalStateException("OpenGL reports error 0x%x while rendering".formatted(error));
    }
  }

  @Override
  public void close() {
    MuJoCo.mjr_freeContext(context);
    MuJoCo.mjv_freeScene(scene);
    MuJoCo.mj_deleteData(data);
    pixels.close();
    scene.close();
    option.close();
    camera.close();
    context.close();
  }
}
