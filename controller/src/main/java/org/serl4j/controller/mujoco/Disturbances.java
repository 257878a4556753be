package org.serl4j.controller.mujoco;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;

/**
 * What acts on the scene from outside for a while and then no more: a push on a body, a fixture
 * that somebody shoves aside. With neither, {@link #tick} changes nothing.
 *
 * <p>A shove goes along a straight line, turns the shortest way, and starts and ends at rest: with
 * t from 0 to 1 over its time,
 *
 * <pre>
 * s = t^2 (3 - 2 t),   p = p0 + s (p1 - p0),   q = (q0 + s (q1 - q0)) / |q0 + s (q1 - q0)|
 * </pre>
 *
 * <p>MuJoCo's fixtures have no velocity, so contacts see a series of small displacements: with the
 * 10 mm in 0.3 s that people give a board at most 0.05 mm in a millisecond.
 *
 * <p>Used under the lock of the {@link World}. {@link #tick} does not allocate.
 */
final class Disturbances {
  private static final int NONE = -1;
  private static final int POSITION = 3;
  private static final int POSE = 7;

  private final Physics physics;

  private int pushed = NONE;
  private int pushTicks;

  private int shoved = NONE;
  private int shoveTick;
  private int shoveTicks;
  private final double[] from = new double[POSE];
  private final double[] to = new double[POSE];
  private final double[] now = new double[POSE];

  Disturbances(Physics physics) {
    this.physics = physics;
  }

  /**
   * Pushes a body at its centre of mass during the next ticks, instead of an earlier push.
   *
   * @param body its number
   * @param f_O the force [N]
   */
  void push(int body, Vector3 f_O, int ticks) {
    release();
    pushed = body;
    pushTicks = ticks;
    physics.pushes.put(6 * body, f_O.x());
    physics.pushes.put(6 * body + 1, f_O.y());
    physics.pushes.put(6 * body + 2, f_O.z());
  }

  /**
   * Shoves a movable fixture during the next ticks, from where it is.
   *
   * @param fixture its number among those that can be moved
   * @param pose position [m] and quaternion at the end (not modified)
   */
  void shove(int fixture, double[] pose, int ticks) {
    shoved = fixture;
    shoveTick = 0;
    shoveTicks = ticks;
    physics.mocapPos.get(3 * fixture, from, 0, POSITION);
    physics.mocapQuat.get(4 * fixture, from, POSITION, POSE - POSITION);
    System.arraycopy(pose, 0, to, 0, POSE);
    double same = 0;
    for (int i = POSITION; i < POSE; i++) {
      same += from[i] * to[i];
    }
    for (int i = POSITION; same < 0 && i < POSE; i++) {
      to[i] = -to[i]; // the same orientation, the shorter way
    }
  }

  /** Before each step of the physics. */
  void tick() {
    if (pushed != NONE && pushTicks-- == 0) {
      release();
    }
    if (shoved != NONE) {
      shoveTick++;
      double t = (double) shoveTick / shoveTicks;
      double s = t * t * (3 - 2 * t);
      for (int i = 0; i < POSE; i++) {
        now[i] = from[i] + s * (to[i] - from[i]);
      }
      double norm =
          Math.sqrt(now[3] * now[3] + now[4] * now[4] + now[5] * now[5] + now[6] * now[6]);
      for (int i = POSITION; i < POSE; i++) {
        now[i] /= norm;
      }
      physics.mocapPos.put(3 * shoved, now, 0, POSITION);
      physics.mocapQuat.put(4 * shoved, now, POSITION, POSE - POSITION);
      if (shoveTick == shoveTicks) {
        shoved = NONE;
      }
    }
  }

  private void release() {
    if (pushed != NONE) {
      for (int i = 0; i < 3; i++) {
        physics.pushes.put(6 * pushed + i, 0);
      }
      pushed = NONE;
    }
  }

  /** A fixture that is put somewhere stays there. */
  void stopShoving(int fixture) {
    if (shoved == fixture) {
      shoved = NONE;
    }
  }

  /** Nothing acts any more. */
  void calm() {
    release();
    shoved = NONE;
  }

  /** Position and quaternion as MuJoCo has them. */
  static double[] pose(RigidTransform X) {
    return new double[] {
      X.p().x(), X.p().y(), X.p().z(), X.R().w(), X.R().x(), X.R().y(), X.R().z()
    };
  }
}
