package org.serl4j.controller.mujoco;

import java.lang.System.Logger.Level;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.FunctionPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.ByVal;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.MemberGetter;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;
import org.jspecify.annotations.Nullable;

/**
 * Those functions and fields of MuJoCo 2.2.2 that we use, under MuJoCo's own names. The build
 * compiles this class to native code. MuJoCo's errors arrive as {@link RuntimeException}, its
 * warnings in the log, and no MUJOCO_LOG.TXT is written.
 *
 * <p>Call {@link #load} before anything else here.
 */
@Platform(
    include = {"mujoco/mujoco.h", "serl4j/mujoco_access.h"},
    link = "mujoco@.2.2.2")
final class MuJoCo {
  static final int OBJECT_BODY = 1;
  static final int OBJECT_JOINT = 3;
  static final int OBJECT_SITE = 6;
  static final int OBJECT_CAMERA = 7;
  static final int OBJECT_ACTUATOR = 18;
  static final int OBJECT_KEY = 23;

  static final int JOINT_FREE = 0;

  static final int CATEGORY_ALL = 7;
  static final int CAMERA_FREE = 0;
  static final int CAMERA_FIXED = 2;
  static final int FRAMEBUFFER_OFFSCREEN = 1;
  static final int FRAMEBUFFER_WINDOW = 0;
  static final int FONT_SCALE_100 = 100;
  static final int RENDER_SHADOW = 0;
  static final int RENDER_REFLECTION = 2;
  static final int RENDER_SKYBOX = 4;
  static final int RENDER_FOG = 5;
  static final int RENDER_HAZE = 6;

  static final int MOUSE_ROTATE_V = 1;
  static final int MOUSE_ROTATE_H = 2;
  static final int MOUSE_MOVE_V = 3;
  static final int MOUSE_ZOOM = 5;

  static final int CONTACT_NUMBERS = 10;

  private MuJoCo() {}

  /** Loads the binding on first use. */
  private static final class Binding {
    // kept reachable for as long as MuJoCo may call it
    static final WarningHandler WARNINGS;

    static {
      Loader.load(MuJoCo.class);
      serl4j_installErrorHandler();
      WARNINGS = new LoggedWarnings();
      serl4j_installWarningHandler(WARNINGS);
    }
  }

  /**
   * Loads libmujoco and the binding, and installs the handlers. Cheap after the first time.
   *
   * @throws IllegalStateException if libmujoco or the binding is missing: one line with the remedy
   */
  static void load() {
    try {
      if (Binding.WARNINGS.isNull()) {
        throw new IllegalStateException("MuJoCo's warning handler was not made");
      }
    } catch (LinkageError e) {
      throw new IllegalStateException(doesNotLoad(e), e);
    }
  }

  /** One line: cause and remedy. */
  static String doesNotLoad(Throwable error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    String first = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return "MuJoCo 2.2.2 does not load ("
        + first
        + "): install it with `apt-get install --no-install-recommends libmujoco-dev`, then build"
        + " again";
  }

  /** What MuJoCo calls with a warning. */
  static class WarningHandler extends FunctionPointer {
    protected WarningHandler() {
      allocate();
    }

    private native void allocate();

    public void call(@Cast("const char*") BytePointer message) {
      throw new IllegalStateException("no handler for the warning " + message.getString());
    }
  }

  private static final class LoggedWarnings extends WarningHandler {
    @Override
    public void call(@Cast("const char*") BytePointer message) {
      System.getLogger("org.serl4j.mujoco").log(Level.WARNING, message.getString());
    }
  }

  static native void serl4j_installErrorHandler();

  static native void serl4j_installWarningHandler(WarningHandler handler);

  static native int serl4j_readContacts(
      @Const Model m, @Const Data d, int capacity, IntPointer bodies, DoublePointer numbers);

  // model and state

  static native @Nullable Model mj_loadXML(
      String filename,
      @Cast("const mjVFS*") @Nullable Pointer vfs,
      @Cast("char*") BytePointer error,
      int size);

  static native void mj_deleteModel(Model m);

  static native @Nullable Data mj_makeData(@Const Model m);

  static native void mj_deleteData(Data d);

  static native void mj_resetDataKeyframe(@Const Model m, Data d, int key);

  static native void mj_step1(@Const Model m, Data d);

  static native void mj_step2(@Const Model m, Data d);

  static native void mj_forward(@Const Model m, Data d);

  static native void mj_kinematics(@Const Model m, Data d);

  static native void mj_comPos(@Const Model m, Data d);

  static native void mj_camlight(@Const Model m, Data d);

  static native void mj_fullM(@Const Model m, DoublePointer dst, @Const DoublePointer qM);

  static native void mj_jacSite(
      @Const Model m, @Const Data d, DoublePointer jacp, DoublePointer jacr, int site);

  static native int mj_name2id(@Const Model m, int type, String name);

  static native void mju_error(String message);

  // rendering

  static native void mjv_defaultCamera(ViewCamera camera);

  static native void mjv_defaultFreeCamera(@Const Model m, ViewCamera camera);

  static native void mjv_defaultOption(ViewOption option);

  static native void mjv_defaultScene(ViewScene scene);

  static native void mjv_makeScene(@Const Model m, ViewScene scene, int maxgeom);

  static native void mjv_freeScene(ViewScene scene);

  static native void mjv_updateScene(
      @Const Model m,
      Data d,
      @Const ViewOption option,
      @Cast("const mjvPerturb*") @Nullable Pointer perturb,
      ViewCamera camera,
      int categories,
      ViewScene scene);

  static native void mjv_moveCamera(
      @Const Model m,
      int action,
      double reldx,
      double reldy,
      @Const ViewScene scene,
      ViewCamera camera);

  static native void mjr_defaultContext(RenderContext context);

  static native void mjr_makeContext(@Const Model m, RenderContext context, int fontscale);

  static native void mjr_freeContext(RenderContext context);

  static native void mjr_setBuffer(int framebuffer, RenderContext context);

  static native void mjr_render(
      @ByVal Viewport viewport, ViewScene scene, @Const RenderContext context);

  static native void mjr_readPixels(
      @Cast("unsigned char*") BytePointer rgb,
      @Nullable FloatPointer depth,
      @ByVal Viewport viewport,
      @Const RenderContext context);

  static native int mjr_getError();

  /** mjModel: what never changes after loading. */
  @Name("mjModel")
  static class Model extends Pointer {
    Model(Pointer p) {
      super(p);
    }

    @MemberGetter
    native int nq();

    @MemberGetter
    native int nv();

    @MemberGetter
    native int nu();

    @MemberGetter
    native int nbody();

    @MemberGetter
    native int nmocap();

    @MemberGetter
    native int nsite();

    @MemberGetter
    native IntPointer body_parentid();

    @MemberGetter
    native int nkey();

    @MemberGetter
    native int nconmax();

    @MemberGetter
    @Name("opt.timestep")
    native double timestep();

    @MemberGetter
    native IntPointer body_mocapid();

    @MemberGetter
    native IntPointer body_jntnum();

    @MemberGetter
    native IntPointer body_jntadr();

    @MemberGetter
    native IntPointer jnt_type();

    @MemberGetter
    native IntPointer jnt_qposadr();

    @MemberGetter
    native IntPointer jnt_dofadr();

    @MemberGetter
    native IntPointer actuator_trnid();

    @MemberGetter
    native DoublePointer actuator_forcerange();

    @Name("vis.global.offwidth")
    native int offwidth();

    @Name("vis.global.offwidth")
    native Model offwidth(int width);

    @Name("vis.global.offheight")
    native int offheight();

    @Name("vis.global.offheight")
    native Model offheight(int height);

    @Name("vis.quality.offsamples")
    native int offsamples();

    @Name("vis.quality.offsamples")
    native Model offsamples(int samples);

    @Name("vis.quality.shadowsize")
    native int shadowsize();

    @Name("vis.quality.shadowsize")
    native Model shadowsize(int size);
  }

  /** mjData: the state and everything computed from it. */
  @Name("mjData")
  static class Data extends Pointer {
    Data(Pointer p) {
      super(p);
    }

    native double time();

    native Data time(double time);

    @MemberGetter
    native int ncon();

    @MemberGetter
    native DoublePointer qpos();

    @MemberGetter
    native DoublePointer qvel();

    @MemberGetter
    native DoublePointer qacc_warmstart();

    @MemberGetter
    native DoublePointer ctrl();

    @MemberGetter
    native DoublePointer qfrc_applied();

    @MemberGetter
    native DoublePointer xfrc_applied();

    @MemberGetter
    native DoublePointer qfrc_bias();

    @MemberGetter
    native DoublePointer qM();

    @MemberGetter
    native DoublePointer mocap_pos();

    @MemberGetter
    native DoublePointer mocap_quat();

    @MemberGetter
    native DoublePointer xpos();

    @MemberGetter
    native DoublePointer xquat();

    @MemberGetter
    native DoublePointer xipos();

    @MemberGetter
    native DoublePointer site_xpos();

    @MemberGetter
    native DoublePointer site_xmat();
  }

  /** mjvCamera. */
  @Name("mjvCamera")
  static class ViewCamera extends Pointer {
    ViewCamera() {
      allocate();
    }

    private native void allocate();

    native int type();

    native ViewCamera type(int type);

    native int fixedcamid();

    native ViewCamera fixedcamid(int id);

    native double lookat(int i);

    native ViewCamera lookat(int i, double value);

    native double distance();

    native ViewCamera distance(double distance);

    native double azimuth();

    native ViewCamera azimuth(double azimuth);

    native double elevation();

    native ViewCamera elevation(double elevation);
  }

  /** mjvOption. */
  @Name("mjvOption")
  static class ViewOption extends Pointer {
    ViewOption() {
      allocate();
    }

    private native void allocate();

    @Cast("mjtByte")
    native byte sitegroup(int i);

    native ViewOption sitegroup(int i, @Cast("mjtByte") byte visible);

    @Cast("mjtByte")
    native byte geomgroup(int i);

    native ViewOption geomgroup(int i, @Cast("mjtByte") byte visible);
  }

  /** mjvScene. */
  @Name("mjvScene")
  static class ViewScene extends Pointer {
    ViewScene() {
      allocate();
    }

    private native void allocate();

    @MemberGetter
    native int ngeom();

    @Cast("mjtByte")
    native byte flags(int i);

    native ViewScene flags(int i, @Cast("mjtByte") byte on);
  }

  /** mjrContext. */
  @Name("mjrContext")
  static class RenderContext extends Pointer {
    RenderContext() {
      allocate();
    }

    private native void allocate();

    @MemberGetter
    native int offWidth();

    @MemberGetter
    native int offHeight();

    @MemberGetter
    native int currentBuffer();

    @MemberGetter
    native int windowAvailable();
  }

  /** mjrRect. */
  @Name("mjrRect")
  static class Viewport extends Pointer {
    Viewport(int left, int bottom, int width, int height) {
      allocate();
      left(left).bottom(bottom).width(width).height(height);
    }

    private native void allocate();

    native int left();

    native Viewport left(int left);

    native int bottom();

    native Viewport bottom(int bottom);

    native int width();

    native Viewport width(int width);

    native int height();

    native Viewport height(int height);
  }
}
