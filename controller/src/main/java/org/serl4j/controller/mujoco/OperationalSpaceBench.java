package org.serl4j.controller.mujoco;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Twist;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.impedance.OperationalSpaceLaw;
import org.serl4j.controller.impedance.OperationalSpaceLaw.ArmDynamics;

/**
 * An arm that exists only in MuJoCo and follows a target pose by the {@link OperationalSpaceLaw}, a
 * control step for every physics step whatever the scene's timestep. Unlike {@link
 * SimulatedWorkcell} it knows everything about the plant and keeps none of a real arm's limits on
 * speed and on the change of torques; a motor's own range is all that bounds it. It stands for no
 * hardware: it is there to repeat what others measured in simulation.
 *
 * <p>Virtual time, which passes in {@link #advance} only; the same calls give the same bits.
 * Pictures may be taken from other threads; all else is for one thread.
 */
public final class OperationalSpaceBench implements VisibleScene, Clockwork, AutoCloseable {
  private static final int JOINTS = FrankaKinematics.JOINTS;

  private final Physics physics;
  private final SimulatedFranka franka;
  private final int[] positionAddress = new int[JOINTS];
  private final int[] velocityAddress = new int[JOINTS];
  private final int[] fingers = new int[2];
  private final int tcp;
  private final OperationalSpaceLaw law;
  private final ArmDynamics arm = ArmDynamics.allocate();
  private final double[] X_OD = new double[PoseArray.SIZE];
  private final double[] R_OE = new double[9];
  private final double[] tau = new double[JOINTS];
  private long steps;
  private @Nullable RenderThread renderThread;

  private OperationalSpaceBench(Physics physics, double[] q_0) {
    this.physics = physics;
    if (!physics.hasStart()) {
      throw new IllegalArgumentException("the scene has no keyframe to start from");
    }
    franka = new SimulatedFranka(physics);
    for (int i = 0; i < JOINTS; i++) {
      positionAddress[i] = physics.positionAddress("joint_" + (i + 1));
      velocityAddress[i] = physics.velocityAddress("joint_" + (i + 1));
    }
    fingers[0] = physics.actuator("finger_left");
    fingers[1] = physics.actuator("finger_right");
    tcp = physics.site("tcp");
    law = new OperationalSpaceLaw(q_0);
    reset();
  }

  /**
   * Loads a scene with the arm of {@code franka.xml} and a keyframe to start from.
   *
   * @param q_0 posture that the law's nullspace keeps, 7 [rad] (copied)
   * @throws IOException if there is no such file
   * @throws IllegalArgumentException if the scene does not fit: one line with the reason
   * @throws IllegalStateException if libmujoco is missing: one line with the remedy
   */
  public static OperationalSpaceBench open(Path sceneXml, double[] q_0) throws IOException {
    Physics physics = new Physics(sceneXml);
    try {
      return new OperationalSpaceBench(physics, q_0);
    } catch (RuntimeException e) {
      physics.close();
      throw e;
    }
  }

  /** Back to the scene's first keyframe; the target is where the arm stands. The clock goes on. */
  public synchronized void reset() {
    physics.reset();
    read();
    System.arraycopy(arm.X_OE(), 0, X_OD, 0, PoseArray.SIZE);
  }

  /** Puts the arm there, at rest, 7 [rad] (not modified); the target stays. */
  public synchronized void setJointPositions(double[] q) {
    franka.place(q);
    physics.refresh();
    read();
  }

  /** Joint positions, 7 [rad]. */
  public synchronized double[] jointPositions() {
    return franka.positions();
  }

  /** Puts a body with a free joint there, at rest. */
  public synchronized void setBodyPose(String body, RigidTransform X_OB) {
    physics.placeFreeBody(body, Disturbances.pose(X_OB));
    physics.refresh();
    read();
  }

  /** Position of a body's frame in O [m]. */
  public synchronized Vector3 bodyPosition(String body) {
    int i = physics.body(body);
    return new Vector3(
        physics.bodyPos.get(3 * i), physics.bodyPos.get(3 * i + 1), physics.bodyPos.get(3 * i + 2));
  }

  /** Makes {@code X_OD} what the law pulls the end effector to; nothing limits it. */
  public synchronized void target(RigidTransform target) {
    PoseArray.set(target, X_OD);
  }

  /** Where the law pulls the end effector to. */
  public synchronized RigidTransform target() {
    return PoseArray.toTransform(X_OD);
  }

  /** Pose of the end effector. */
  public synchronized RigidTransform X_OE() {
    return PoseArray.toTransform(arm.X_OE());
  }

  /** Velocity {@code V_OE_O = J dq} of the end effector. */
  public synchronized Twist V_OE_O() {
    double[] V = new double[6];
    for (int row = 0; row < 6; row++) {
      for (int i = 0; i < JOINTS; i++) {
        V[row] += arm.J_OE()[row * JOINTS + i] * arm.dq()[i];
      }
    }
    return new Twist(new Vector3(V[0], V[1], V[2]), new Vector3(V[3], V[4], V[5]));
  }

  /** Commands the gripper's opening, both fingers together [m]. */
  public synchronized void grip(double widthM) {
    physics.ctrl.put(fingers[0], widthM / 2);
    physics.ctrl.put(fingers[1], widthM / 2);
  }

  /** Goes that many physics steps on. Does not allocate. */
  public synchronized void advance(int physicsSteps) {
    for (int i = 0; i < physicsSteps; i++) {
      law.step(arm, X_OD, tau);
      franka.write(tau);
      physics.step();
      steps++;
      read();
    }
  }

  /** Takes over what the physics has computed. */
  private void read() {
    physics.differentiate(tcp);
    int nv = physics.nv;
    for (int i = 0; i < JOINTS; i++) {
      int v = velocityAddress[i];
      arm.q()[i] = physics.qpos.get(positionAddress[i]);
      arm.dq()[i] = physics.qvel.get(v);
      arm.bias()[i] = physics.bias.get(v);
      for (int k = 0; k < JOINTS; k++) {
        arm.M()[i * JOINTS + k] = physics.inertia.get(v * nv + velocityAddress[k]);
      }
      for (int row = 0; row < 3; row++) {
        arm.J_OE()[row * JOINTS + i] = physics.linear.get(row * nv + v);
        arm.J_OE()[(3 + row) * JOINTS + i] = physics.angular.get(row * nv + v);
      }
    }
    for (int i = 0; i < 3; i++) {
      arm.X_OE()[PoseArray.P + i] = physics.sitePos.get(3 * tcp + i);
    }
    physics.siteMat.get(9 * tcp, R_OE);
    PoseArray.setRotation(R_OE, arm.X_OE());
  }

  /** The arm as the law sees it; this object's own arrays: not modified. */
  ArmDynamics arm() {
    return arm;
  }

  @Override
  public Physics physics() {
    return physics;
  }

  /** Virtual time since the bench was opened [ns]. */
  @Override
  public synchronized long stateNs() {
    return Math.round(steps * physics.timestepS() * 1e9);
  }

  @Override
  public Frame picture(String camera, int width, int height) {
    return draw(camera, width, height, true);
  }

  /**
   * What a camera of the scene shows a policy now, without shadows; a square of {@code size} px.
   */
  public byte[] image(String camera, int size) {
    return draw(camera, size, size, false).rgb();
  }

  @Override
  public SceneView view() {
    return new SceneView(this);
  }

  private Frame draw(String camera, int width, int height, boolean shadows) {
    RenderState state = new RenderState(physics);
    state.capture(this);
    byte[] rgb = renderThread().draw(state, physics.camera(camera), width, height, shadows);
    return new Frame(rgb, width, height, state.captureNs, 0);
  }

  private synchronized RenderThread renderThread() {
    RenderThread known = renderThread;
    if (known == null) {
      known = new RenderThread(physics);
      renderThread = known;
    }
    return known;
  }

  @Override
  public void close() {
    RenderThread known;
    synchronized (this) {
      known = renderThread;
      renderThread = null;
    }
    if (known != null) {
      known.close();
    }
    synchronized (this) {
      physics.close();
    }
  }
}
