package org.serl4j.controller.mujoco;

import org.lwjgl.PointerBuffer;
import org.lwjgl.egl.EGL;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EGL12;
import org.lwjgl.egl.EGL14;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;

/**
 * An OpenGL context without a display: EGL on Mesa's surfaceless platform. Current on the thread
 * that makes it, which must also close it.
 */
final class HeadlessGl implements AutoCloseable {
  // EGL_MESA_platform_surfaceless
  private static final int PLATFORM_SURFACELESS_MESA = 0x31DD;

  private final long display;
  private final long context;

  /**
   * @throws IllegalStateException if there is no GL library or no such context: one line with the
   *     remedy
   */
  HeadlessGl() {
    try {
      EGL.getFunctionProvider();
    } catch (LinkageError e) {
      throw new IllegalStateException(doesNotRender("libEGL does not load"), e);
    }
    long platformDisplay = EGL.getCapabilities().eglGetPlatformDisplay;
    // the native display is null here, which LWJGL's own wrapper refuses
    display =
        platformDisplay == 0 ? 0 : JNI.callPPP(PLATFORM_SURFACELESS_MESA, 0L, 0L, platformDisplay);
    if (display == EGL14.EGL_NO_DISPLAY) {
      throw new IllegalStateException(doesNotRender("EGL has no surfaceless display"));
    }
    try (MemoryStack stack = MemoryStack.stackPush()) {
      if (!EGL10.eglInitialize(display, stack.mallocInt(1), stack.mallocInt(1))) {
        throw failed("initialise");
      }
      if (!EGL12.eglBindAPI(EGL14.EGL_OPENGL_API)) {
        throw failed("bind OpenGL");
      }
      PointerBuffer config = stack.mallocPointer(1);
      int[] wanted = {
        EGL10.EGL_SURFACE_TYPE, EGL10.EGL_PBUFFER_BIT,
        EGL12.EGL_RENDERABLE_TYPE, EGL14.EGL_OPENGL_BIT,
        EGL10.EGL_NONE
      };
      if (!EGL10.eglChooseConfig(display, wanted, config, new int[1]) || config.get(0) == 0) {
        throw failed("choose a configuration of");
      }
      // no attributes: the compatibility profile, which MuJoCo's renderer needs
      context =
          EGL10.eglCreateContext(
              display, config.get(0), EGL14.EGL_NO_CONTEXT, new int[] {EGL10.EGL_NONE});
      if (context == EGL14.EGL_NO_CONTEXT) {
        throw failed("create");
      }
      if (!EGL10.eglMakeCurrent(display, EGL14.EGL_NO_SURFACE, EGL14.EGL_NO_SURFACE, context)) {
        throw failed("make current");
      }
    }
  }

  private static IllegalStateException failed(String what) {
    return new IllegalStateException(
        doesNotRender(
            "could not %s a GL context, EGL error 0x%x".formatted(what, EGL10.eglGetError())));
  }

  /** One line: cause and remedy. */
  static String doesNotRender(String cause) {
    return "simulated cameras cannot render ("
        + cause
        + "): install software GL with `apt-get install --no-install-recommends libegl1"
        + " libegl-mesa0 libgl1 libgl1-mesa-dri`";
  }

  @Override
  public void close() {
    EGL10.eglMakeCurrent(display, EGL14.EGL_NO_SURFACE, EGL14.EGL_NO_SURFACE, EGL14.EGL_NO_CONTEXT);
    // the display is shared by all contexts of the process and stays
    EGL10.eglDestroyContext(display, context);
  }
}
