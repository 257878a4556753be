package org.serl4j.controller.mujoco;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.loop.ControlLoop;

/**
 * The privileged look behind the ports of a simulated workcell, for resets, experts, rewards'
 * verification and pictures; no policy sees it. The world frame is the arm's base frame O.
 *
 * <p>Thread-safe: every call is one moment of the simulation.
 */
public final class SimulatedScene {
  private final World world;
  private final Physics physics;

  SimulatedScene(World world) {
    this.world = world;
    this.physics = world.physics();
  }

  /** A state of the whole simulation, from {@link #save()}. Opaque and immutable. */
  public static final class Snapshot {
    private final double[] state;

    private Snapshot(double[] state) {
      this.state = state;
    }
  }

  /** Pose of a body's frame in O. */
  public RigidTransform bodyPose(String body) {
    synchronized (world) {
      int i = physics.body(body);
      return new RigidTransform(
          rotation(
              physics.bodyQuat.get(4 * i),
              physics.bodyQuat.get(4 * i + 1),
              physics.bodyQuat.get(4 * i + 2),
              physics.bodyQuat.get(4 * i + 3)),
          new Vector3(
              physics.bodyPos.get(3 * i),
              physics.bodyPos.get(3 * i + 1),
              physics.bodyPos.get(3 * i + 2)));
    }
  }

  private static Rotation rotation(double w, double x, double y, double z) {
    return new Rotation(w, x, y, z);
  }

  /** Pose of a site in O. */
  public RigidTransform sitePose(String site) {
    synchronized (world) {
      int i = physics.site(site);
      double[] R = new double[9];
      physics.siteMat.get(9 * i, R);
      return new RigidTransform(
          fromMatrix(R),
          new Vector3(
              physics.sitePos.get(3 * i),
              physics.sitePos.get(3 * i + 1),
              physics.sitePos.get(3 * i + 2)));
    }
  }

  /** The quaternion of a rotation matrix, row-major, from whichever part is largest. */
  private static Rotation fromMatrix(double[] R) {
    double xx = R[0];
    double yy = R[4];
    double zz = R[8];
    // 4 w^2 = 1 + xx + yy + zz, 4 x^2 = 1 + xx - yy - zz, ...; Rotation normalises
    if (xx + yy + zz > 0) {
      return new Rotation(1 + xx + yy + zz, R[7] - R[5], R[2] - R[6], R[3] - R[1]);
    } else if (xx >= yy && xx >= zz) {
      return new Rotation(R[7] - R[5], 1 + xx - yy - zz, R[1] + R[3], R[2] + R[6]);
    } else if (yy >= zz) {
      return new Rotation(R[2] - R[6], R[1] + R[3], 1 - xx + yy - zz, R[5] + R[7]);
    }
    return new Rotation(R[3] - R[1], R[2] + R[6], R[5] + R[7], 1 - xx - yy + zz);
  }

  /**
   * Puts a free body or a movable fixture there, at rest.
   *
   * @param body a body with a free joint or a mocap body, such as {@code peg} or {@code board}
   * @param X_OB its pose
   */
  public void setBodyPose(String body, RigidTransform X_OB) {
    double[] pose = Disturbances.pose(X_OB);
    synchronized (world) {
      int i = physics.body(body);
      int mocap = physics.model().body_mocapid().get(i);
      if (mocap >= 0) {
        world.disturbances().stopShoving(mocap);
        physics.mocapPos.put(3 * mocap, pose, 0, 3);
        physics.mocapQuat.put(4 * mocap, pose, 3, 4);
      } else {
        physics.placeFreeBody(body, pose);
      }
      physics.refresh();
      world.franka().measure(world.stateNs());
    }
  }

  /**
   * Moves a fixture from where it is now while time passes, as somebody does who bumps into it: it
   * starts and ends at rest. Another shove, {@link #setBodyPose} or {@link #reset} ends it.
   *
   * @param body a mocap body, such as {@code board}
   * @param X_OB its pose at the end
   * @param seconds how long it takes, at least 0.001 [s]
   */
  public void shove(String body, RigidTransform X_OB, double seconds) {
    int ticks = ticks(seconds);
    synchronized (world) {
      int mocap = physics.model().body_mocapid().get(physics.body(body));
      if (mocap < 0) {
        throw new IllegalArgumentException("the body '" + body + "' is no movable fixture");
      }
      world.disturbances().shove(mocap, Disturbances.pose(X_OB), ticks);
    }
  }

  /**
   * Pushes a body at its centre of mass from now on; {@link #reset} ends it. The arm feels a push
   * on its hand as it feels a contact.
   *
   * @param f_O the force [N]
   * @param seconds how long it lasts, at least 0.001 [s]
   */
  public void push(String body, Vector3 f_O, double seconds) {
    int ticks = ticks(seconds);
    if (!Double.isFinite(f_O.norm())) {
      throw new IllegalArgumentException("a push of " + f_O + " N");
    }
    synchronized (world) {
      world.disturbances().push(physics.body(body), f_O, ticks);
    }
  }

  /** Milliseconds of the simulation. */
  private static int ticks(double seconds) {
    long ticks = Double.isFinite(seconds) ? Math.round(seconds * 1e9 / ControlLoop.TICK_NS) : 0;
    if (ticks < 1) {
      throw new IllegalArgumentException("a disturbance of " + seconds + " s: at least 0.001 s");
    }
    return Math.toIntExact(ticks);
  }

  /** The arm's joint positions, 7 [rad]. */
  public double[] jointPositions() {
    synchronized (world) {
      return world.franka().positions();
    }
  }

  /**
   * Puts the arm there, at rest; it then holds that pose. What the gripper held stays behind: set
   * its pose too.
   *
   * @param q 7 joint positions [rad] (not modified)
   */
  public void setJointPositions(double[] q) {
    synchronized (world) {
      world.franka().place(q);
      world.moved();
    }
  }

  /** Puts the fingers there, at rest, {@code widthM} apart [m]; the gripper's command stays. */
  public void setGripperWidth(double widthM) {
    synchronized (world) {
      world.gripper().place(widthM);
      world.moved();
    }
  }

  /** Back to the scene's start: its first keyframe; nothing pushes. The clock goes on. */
  public void reset() {
    synchronized (world) {
      world.disturbances().calm();
      physics.reset();
      world.gripper().adoptCommand();
      world.settled();
    }
  }

  /**
   * The normal force that two bodies exert on each other, summed over their contacts in the last
   * step [N]; 0 if they do not touch.
   */
  public double contactForce(String bodyA, String bodyB) {
    synchronized (world) {
      int a = physics.body(bodyA);
      int b = physics.body(bodyB);
      double sum = 0;
      for (int i = 0; i < physics.contacts(); i++) {
        int first = physics.contactBody(i, 0);
        int second = physics.contactBody(i, 1);
        if ((first == a && second == b) || (first == b && second == a)) {
          sum += physics.contactNumber(i, 9);
        }
      }
      return sum;
    }
  }

  /** Physics time since the scene's start or {@link #reset} [s]. */
  public double timeS() {
    synchronized (world) {
      return physics.timeS();
    }
  }

  /** Positions, velocities, controls and solver state, so that the future repeats exactly. */
  public Snapshot save() {
    synchronized (world) {
      return new Snapshot(physics.save());
    }
  }

  /** Returns to a state that {@link #save()} gave; the arm then holds where it is. */
  public void restore(Snapshot snapshot) {
    synchronized (world) {
      world.disturbances().calm();
      physics.restore(snapshot.state);
      world.gripper().adoptCommand();
      world.settled();
    }
  }
}
