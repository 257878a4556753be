package org.serl4j.controller.mujoco;

import java.io.FileNotFoundException;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.serl4j.controller.mujoco.MuJoCo.Data;
import org.serl4j.controller.mujoco.MuJoCo.Model;

/**
 * One MuJoCo model and its state. Between two steps everything that depends on position and
 * velocity is up to date; contacts and their forces are those of the last step.
 *
 * <p>Not thread-safe: all calls under the lock of this object. {@link #step} does not allocate.
 */
final class Physics implements AutoCloseable {
  private static final int ERROR_CHARS = 1000;

  private final Model model;
  private final Data data;

  final int nq;
  final int nv;
  final int nu;
  final int nmocap;

  /** Positions of all joints, velocities, controls, ...: MuJoCo's own memory. */
  final DoubleBuffer qpos;

  final DoubleBuffer qvel;
  final DoubleBuffer warmstart;
  final DoubleBuffer ctrl;
  final DoubleBuffer applied;

  /** Force [N] and torque [Nm] from outside on each body at its centre of mass, in O. */
  final DoubleBuffer pushes;

  final DoubleBuffer bias;
  final DoubleBuffer mocapPos;
  final DoubleBuffer mocapQuat;
  final DoubleBuffer bodyPos;
  final DoubleBuffer bodyQuat;
  final DoubleBuffer bodyCentre;
  final DoubleBuffer sitePos;
  final DoubleBuffer siteMat;

  private final DoublePointer sparseInertia;
  private final DoublePointer inertiaPointer;
  private final DoublePointer linearPointer;
  private final DoublePointer angularPointer;

  /** Joint-space inertia, nv x nv row-major, as of the last {@link #differentiate} [kg m^2]. */
  final DoubleBuffer inertia;

  /** Velocity of that site's origin in O by joint velocity, 3 x nv row-major. */
  final DoubleBuffer linear;

  /** Angular velocity of that site in O by joint velocity, 3 x nv row-major. */
  final DoubleBuffer angular;

  private final int contactCapacity;
  private final IntPointer contactBodiesPointer;
  private final DoublePointer contactNumbersPointer;
  private final IntBuffer contactBodies;
  private final DoubleBuffer contactNumbers;
  private int contacts;

  private long version;
  private boolean closed;

  /**
   * Loads a scene and puts it into its first keyframe, if it has one.
   *
   * @throws IllegalArgumentException if the file is missing or not a valid scene, with MuJoCo's
   *     reason
   */
  Physics(Path sceneXml) throws FileNotFoundException {
    MuJoCo.load();
    if (!Files.isRegularFile(sceneXml)) {
      throw new FileNotFoundException("no scene file " + sceneXml);
    }
    model = loadModel(sceneXml);
    Data made = MuJoCo.mj_makeData(model);
    if (made == null) {
      MuJoCo.mj_deleteModel(model);
      throw new IllegalStateException("MuJoCo has no memory for the state of " + sceneXml);
    }
    data = made;
    nq = model.nq();
    nv = model.nv();
    nu = model.nu();
    nmocap = model.nmocap();
    int nbody = model.nbody();
    int nsite = model.nsite();
    qpos = buffer(data.qpos(), nq);
    qvel = buffer(data.qvel(), nv);
    warmstart = buffer(data.qacc_warmstart(), nv);
    ctrl = buffer(data.ctrl(), nu);
    applied = buffer(data.qfrc_applied(), nv);
    pushes = buffer(data.xfrc_applied(), 6 * model.nbody());
    bias = buffer(data.qfrc_bias(), nv);
    mocapPos = buffer(data.mocap_pos(), 3 * nmocap);
    mocapQuat = buffer(data.mocap_quat(), 4 * nmocap);
    bodyPos = buffer(data.xpos(), 3 * nbody);
    bodyQuat = buffer(data.xquat(), 4 * nbody);
    bodyCentre = buffer(data.xipos(), 3 * nbody);
    sitePos = buffer(data.site_xpos(), 3 * nsite);
    siteMat = buffer(data.site_xmat(), 9 * nsite);
    sparseInertia = data.qM();
    inertiaPointer = new DoublePointer(Math.max(1, (long) nv * nv));
    linearPointer = new DoublePointer(Math.max(1, 3L * nv));
    angularPointer = new DoublePointer(Math.max(1, 3L * nv));
    inertia = inertiaPointer.asBuffer();
    linear = linearPointer.asBuffer();
    angular = angularPointer.asBuffer();
    contactCapacity = Math.max(1, model.nconmax());
    contactBodiesPointer = new IntPointer(2L * contactCapacity);
    contactNumbersPointer = new DoublePointer((long) MuJoCo.CONTACT_NUMBERS * contactCapacity);
    contactBodies = contactBodiesPointer.asBuffer();
    contactNumbers = contactNumbersPointer.asBuffer();
    if (model.nkey() > 0) {
      MuJoCo.mj_resetDataKeyframe(model, data, 0);
    }
    refresh();
  }

  private static Model loadModel(Path sceneXml) {
    try (BytePointer error = new BytePointer(ERROR_CHARS)) {
      error.put(0, (byte) 0);
      Model loaded = MuJoCo.mj_loadXML(sceneXml.toString(), null, error, ERROR_CHARS);
      if (loaded == null) {
        throw new IllegalArgumentException(
            "the scene "
                + sceneXml.getFileName()
                + " does not load: "
                + error.getString().replace('\n', ' ').strip());
      }
      return loaded;
    }
  }

  private static DoubleBuffer buffer(DoublePointer pointer, int count) {
    return count == 0 ? DoubleBuffer.allocate(0) : pointer.capacity(count).asBuffer();
  }

  /** Goes one time step on with the present controls. */
  void step() {
    MuJoCo.mj_step2(model, data);
    readContacts();
    MuJoCo.mj_step1(model, data);
    version++;
  }

  /**
   * Puts a body with a free joint there, at rest; the caller refreshes.
   *
   * @param pose position, then quaternion (not modified)
   * @throws IllegalArgumentException if the body is not free
   */
  void placeFreeBody(String body, double[] pose) {
    int joint = model.body_jntadr().get(body(body));
    if (joint < 0 || model.jnt_type().get(joint) != MuJoCo.JOINT_FREE) {
      throw new IllegalArgumentException(
          "the body '" + body + "' is fixed: it has neither a free joint nor mocap");
    }
    int velocity = model.jnt_dofadr().get(joint);
    qpos.put(model.jnt_qposadr().get(joint), pose, 0, pose.length);
    for (int v = velocity; v < velocity + 6; v++) {
      qvel.put(v, 0);
      warmstart.put(v, 0);
    }
  }

  /** Recomputes everything after positions or velocities were set from outside. */
  void refresh() {
    MuJoCo.mj_forward(model, data);
    readContacts();
    version++;
  }

  /** Computes {@link #inertia}, and {@link #linear} and {@link #angular} of a site. */
  void differentiate(int site) {
    MuJoCo.mj_fullM(model, inertiaPointer, sparseInertia);
    MuJoCo.mj_jacSite(model, data, linearPointer, angularPointer, site);
  }

  /** Back to the scene's first keyframe, or to its default state. */
  void reset() {
    if (model.nkey() == 0) {
      throw new IllegalStateException("the scene has no keyframe to start from");
    }
    MuJoCo.mj_resetDataKeyframe(model, data, 0);
    refresh();
  }

  /** Whether the scene says where everything starts. */
  boolean hasStart() {
    return model.nkey() > 0;
  }

  /** Makes room for pictures of this size in contexts that are made later. */
  void allowPictures(int width, int height) {
    model.offwidth(Math.max(width, model.offwidth()));
    model.offheight(Math.max(height, model.offheight()));
  }

  private void readContacts() {
    contacts =
        MuJoCo.serl4j_readContacts(
            model, data, contactCapacity, contactBodiesPointer, contactNumbersPointer);
  }

  /** Grows with every change of the state. */
  long version() {
    return version;
  }

  Model model() {
    return model;
  }

  double timeS() {
    return data.time();
  }

  double timestepS() {
    return model.timestep();
  }

  int contacts() {
    return contacts;
  }

  /** The body of the contact's first (0) or second (1) geom. */
  int contactBody(int contact, int which) {
    return contactBodies.get(2 * contact + which);
  }

  /**
   * Position 0-2, force 3-5 and torque 6-8 that the first body exerts on the second one, in the
   * world frame; 9 is the normal force.
   */
  double contactNumber(int contact, int i) {
    return contactNumbers.get(MuJoCo.CONTACT_NUMBERS * contact + i);
  }

  /**
   * @throws IllegalArgumentException if the scene has no such object
   */
  int id(int type, String kind, String name) {
    int id = MuJoCo.mj_name2id(model, type, name);
    if (id < 0) {
      throw new IllegalArgumentException("the scene has no " + kind + " named '" + name + "'");
    }
    return id;
  }

  int body(String name) {
    return id(MuJoCo.OBJECT_BODY, "body", name);
  }

  int site(String name) {
    return id(MuJoCo.OBJECT_SITE, "site", name);
  }

  int camera(String name) {
    return id(MuJoCo.OBJECT_CAMERA, "camera", name);
  }

  int actuator(String name) {
    return id(MuJoCo.OBJECT_ACTUATOR, "actuator", name);
  }

  /** Where the joint's position stands in {@link #qpos}. */
  int positionAddress(String joint) {
    return model.jnt_qposadr().get(id(MuJoCo.OBJECT_JOINT, "joint", joint));
  }

  /** Where the joint's velocity stands in {@link #qvel}. */
  int velocityAddress(String joint) {
    return model.jnt_dofadr().get(id(MuJoCo.OBJECT_JOINT, "joint", joint));
  }

  /** All that decides the future, to {@link #restore}. */
  double[] save() {
    double[] state = new double[nq + 2 * nv + nu + 7 * nmocap];
    int at = copy(qpos, state, 0, nq);
    at = copy(qvel, state, at, nv);
    at = copy(warmstart, state, at, nv);
    at = copy(ctrl, state, at, nu);
    at = copy(mocapPos, state, at, 3 * nmocap);
    copy(mocapQuat, state, at, 4 * nmocap);
    return state;
  }

  void restore(double[] state) {
    if (state.length != nq + 2 * nv + nu + 7 * nmocap) {
      throw new IllegalArgumentException("the saved state is of another scene");
    }
    qpos.put(0, state, 0, nq);
    qvel.put(0, state, nq, nv);
    ctrl.put(0, state, nq + 2 * nv, nu);
    mocapPos.put(0, state, nq + 2 * nv + nu, 3 * nmocap);
    mocapQuat.put(0, state, nq + 2 * nv + nu + 3 * nmocap, 4 * nmocap);
    for (int i = 0; i < nv; i++) {
      applied.put(i, 0);
    }
    // the solver's start decides the last bits, and mj_forward both uses and overwrites it
    warmstart.put(0, state, nq + nv, nv);
    refresh();
    warmstart.put(0, state, nq + nv, nv);
  }

  private static int copy(DoubleBuffer from, double[] to, int at, int count) {
    from.get(0, to, at, count);
    return at + count;
  }

  /** For tests and messages: whether every position is finite. */
  boolean isFinite() {
    double[] q = new double[nq];
    qpos.get(0, q);
    return Arrays.stream(q).allMatch(Double::isFinite);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      MuJoCo.mj_deleteData(data);
      MuJoCo.mj_deleteModel(model);
      inertiaPointer.close();
      linearPointer.close();
      angularPointer.close();
      contactBodiesPointer.close();
      contactNumbersPointer.close();
    }
  }
}
