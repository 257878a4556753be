package org.serl4j.controller.mujoco;

import java.util.stream.IntStream;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.loop.JointState;
import org.serl4j.controller.loop.TorquePlant;

/**
 * The scene's arm as the control loop's plant. Gravity, Coriolis and centrifugal torques are
 * compensated completely, as the real arm does with the first.
 *
 * <p>The external wrench is exact where the real arm estimates: the sum of all contact forces that
 * bodies outside the gripper exert on the hand and its fingers, what they hold included, and of
 * what the scene's {@link Disturbances} push there. So the weight (0.3 N for the peg) and inertia
 * are in it, as they are on the real arm without a set load.
 *
 * <p>Used under the lock of its {@link Physics}. Does not allocate.
 */
final class SimulatedFranka implements TorquePlant {
  private static final int JOINTS = FrankaKinematics.JOINTS;

  private final Physics physics;
  private final int[] positionAddress = new int[JOINTS];
  private final int[] velocityAddress = new int[JOINTS];
  private final int[] actuator = new int[JOINTS];
  private final boolean[] ofGripper;
  private final int[] gripperBodies;
  private final int tcpSite;
  private final double[] F_E_E = new double[6];

  private long timeNs;

  SimulatedFranka(Physics physics) {
    this.physics = physics;
    for (int i = 0; i < JOINTS; i++) {
      String joint = "joint_" + (i + 1);
      positionAddress[i] = physics.positionAddress(joint);
      velocityAddress[i] = physics.velocityAddress(joint);
      actuator[i] = physics.actuator(joint);
    }
    tcpSite = physics.site("tcp");
    ofGripper = descendants(physics, physics.body("hand"));
    gripperBodies = IntStream.range(0, ofGripper.length).filter(i -> ofGripper[i]).toArray();
  }

  private static boolean[] descendants(Physics physics, int root) {
    int bodies = physics.model().nbody();
    boolean[] below = new boolean[bodies];
    below[root] = true;
    for (int body = root + 1; body < bodies; body++) {
      // parents come before their children
      below[body] = below[physics.model().body_parentid().get(body)];
    }
    return below;
  }

  /** Takes over what the physics has computed for {@code nowNs}; call after each step. */
  void measure(long nowNs) {
    timeNs = nowNs;
    for (int i = 0; i < JOINTS; i++) {
      int v = velocityAddress[i];
      physics.applied.put(v, physics.bias.get(v));
    }
    double px = physics.sitePos.get(3 * tcpSite);
    double py = physics.sitePos.get(3 * tcpSite + 1);
    double pz = physics.sitePos.get(3 * tcpSite + 2);
    double fx = 0;
    double fy = 0;
    double fz = 0;
    double tx = 0;
    double ty = 0;
    double tz = 0;
    for (int i = 0; i < physics.contacts(); i++) {
      boolean first = ofGripper[physics.contactBody(i, 0)];
      boolean second = ofGripper[physics.contactBody(i, 1)];
      if (first == second) {
        continue;
      }
      double sign = second ? 1 : -1;
      double gx = sign * physics.contactNumber(i, 3);
      double gy = sign * physics.contactNumber(i, 4);
      double gz = sign * physics.contactNumber(i, 5);
      double rx = physics.contactNumber(i, 0) - px;
      double ry = physics.contactNumber(i, 1) - py;
      double rz = physics.contactNumber(i, 2) - pz;
      fx += gx;
      fy += gy;
      fz += gz;
      // torque about E: t + r x f
      tx += sign * physics.contactNumber(i, 6) + ry * gz - rz * gy;
      ty += sign * physics.contactNumber(i, 7) + rz * gx - rx * gz;
      tz += sign * physics.contactNumber(i, 8) + rx * gy - ry * gx;
    }
    for (int body : gripperBodies) {
      double gx = physics.pushes.get(6 * body);
      double gy = physics.pushes.get(6 * body + 1);
      double gz = physics.pushes.get(6 * body + 2);
      double rx = physics.bodyCentre.get(3 * body) - px;
      double ry = physics.bodyCentre.get(3 * body + 1) - py;
      double rz = physics.bodyCentre.get(3 * body + 2) - pz;
      fx += gx;
      fy += gy;
      fz += gz;
      // torque about E: r x f
      tx += ry * gz - rz * gy;
      ty += rz * gx - rx * gz;
      tz += rx * gy - ry * gx;
    }
    int m = 9 * tcpSite;
    for (int axis = 0; axis < 3; axis++) {
      // F_E_E = R_OE^T F_E_O; the columns of R_OE are E's axes
      double ax = physics.siteMat.get(m + axis);
      double ay = physics.siteMat.get(m + 3 + axis);
      double az = physics.siteMat.get(m + 6 + axis);
      F_E_E[axis] = ax * fx + ay * fy + az * fz;
      F_E_E[3 + axis] = ax * tx + ay * ty + az * tz;
    }
  }

  @Override
  public void read(JointState into) {
    into.timeNs = timeNs;
    for (int i = 0; i < JOINTS; i++) {
      into.q[i] = physics.qpos.get(positionAddress[i]);
      into.dq[i] = physics.qvel.get(velocityAddress[i]);
      into.coriolis[i] = 0;
      into.compensation[i] = physics.applied.get(velocityAddress[i]);
    }
    System.arraycopy(F_E_E, 0, into.F_E_E, 0, F_E_E.length);
  }

  @Override
  public void write(double[] tau) {
    for (int i = 0; i < JOINTS; i++) {
      physics.ctrl.put(actuator[i], tau[i]);
    }
  }

  /** Puts the arm at rest at {@code q} [rad] (not modified); the caller refreshes the physics. */
  void place(double[] q) {
    if (q.length != JOINTS) {
      throw new IllegalArgumentException("the arm has 7 joints, not " + q.length);
    }
    for (int i = 0; i < JOINTS; i++) {
      physics.qpos.put(positionAddress[i], q[i]);
      physics.qvel.put(velocityAddress[i], 0);
      physics.warmstart.put(velocityAddress[i], 0);
    }
  }

  /** Joint positions [rad]. */
  double[] positions() {
    double[] q = new double[JOINTS];
    for (int i = 0; i < JOINTS; i++) {
      q[i] = physics.qpos.get(positionAddress[i]);
    }
    return q;
  }
}
