package org.serl4j.controller.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;

class ReferenceGovernorTest {
  private static final double SPEED = 0.25; // [m/s]
  private static final double TURN_RATE = 1; // [rad/s]
  private static final double ACCELERATION = 4; // [m/s^2]
  private static final double TURN_ACCELERATION = 15; // [rad/s^2]
  private static final double DT = 0.005; // [s]

  private static final Workspace EVERYWHERE =
      new Workspace(
          RigidTransform.IDENTITY,
          new Vector3(-9, -9, -9),
          new Vector3(9, 9, 9),
          new Vector3(-9, -9, -9),
          new Vector3(9, 9, 9),
          List.of());

  /** A box of 20 cm with a pillar in its middle, and narrow limits of the orientation. */
  private static final Workspace NARROW =
      new Workspace(
          RigidTransform.IDENTITY,
          new Vector3(-0.1, -0.1, -0.1),
          new Vector3(0.1, 0.1, 0.1),
          new Vector3(-0.3, -0.3, -0.5),
          new Vector3(0.3, 0.3, 0.5),
          List.of(
              new Workspace.Box(new Vector3(-0.02, -0.02, -0.2), new Vector3(0.02, 0.02, 0.2))));

  private final ReferenceGovernor governor =
      new ReferenceGovernor(SPEED, TURN_RATE, ACCELERATION, TURN_ACCELERATION, DT);
  private final SafetyEnvelope anywhere = new SafetyEnvelope(List.of(EVERYWHERE));

  private static double[] pose(double x, double y, double z) {
    return pose(new RigidTransform(Rotation.IDENTITY, new Vector3(x, y, z)));
  }

  private static double[] pose(RigidTransform X) {
    double[] pose = new double[PoseArray.SIZE];
    PoseArray.set(X, pose);
    return pose;
  }

  @Test
  void shouldArriveExactlyAndRest() {
    double[] goal = pose(0.1, -0.05, 0.02);
    governor.start(pose(0, 0, 0));
    int steps = 0;
    do {
      governor.step(goal, anywhere);
      steps++;
    } while (!governor.resting() && steps < 1000);
    assertArrayEquals(goal, governor.X_OD(), 1e-12);
    // the way at full speed, and the time that starting and stopping cost
    double way = Math.sqrt(0.1 * 0.1 + 0.05 * 0.05 + 0.02 * 0.02);
    double seconds = way / SPEED + SPEED / ACCELERATION;
    assertEquals(seconds, steps * DT, 4 * DT);
    governor.step(goal, anywhere);
    assertFalse(governor.blocked());
  }

  @Test
  void shouldTurnTheShorterWayAndArrive() {
    Rotation R = Rotation.exp(new Vector3(0.4, -0.2, 0.3));
    double[] goal = pose(new RigidTransform(R, Vector3.ZERO));
    for (int i = PoseArray.W; i < PoseArray.SIZE; i++) {
      goal[i] = -goal[i]; // the same orientation
    }
    governor.start(pose(0, 0, 0));
    double turned = 0;
    for (int step = 0; step < 400; step++) {
      RigidTransform before = PoseArray.toTransform(governor.X_OD());
      governor.step(goal, anywhere);
      RigidTransform after = PoseArray.toTransform(governor.X_OD());
      turned += after.R().times(before.R().inverse()).log().norm();
    }
    assertEquals(R.log().norm(), turned, 1e-6);
    assertEquals(
        0, PoseArray.toTransform(governor.X_OD()).R().inverse().times(R).log().norm(), 1e-9);
  }

  @Test
  void shouldStopWithinTheDistanceThatItsAccelerationNeeds() {
    governor.start(pose(0, 0, 0));
    for (int i = 0; i < 50; i++) {
      governor.step(pose(9, 0, 0), anywhere);
    }
    double from = governor.X_OD()[0];
    while (!governor.resting()) {
      governor.brake();
    }
    assertEquals(SPEED * SPEED / (2 * ACCELERATION), governor.X_OD()[0] - from, SPEED * DT);
  }

  /** The goal is beyond the wall: the last poses are the ones of a stop before it. */
  @Test
  void shouldStopBeforeAWallThatTheTargetIsBeyond() {
    SafetyEnvelope narrow = new SafetyEnvelope(List.of(NARROW));
    governor.start(pose(0.05, 0.05, 0));
    for (int i = 0; i < 300; i++) {
      governor.step(pose(0.05, 0.3, 0), narrow);
      assertTrue(narrow.contains(governor.X_OD()));
    }
    assertEquals(0.1, governor.X_OD()[1], 1e-3);
  }

  @Test
  void shouldSayThatAPillarBlocksTheWay() {
    SafetyEnvelope narrow = new SafetyEnvelope(List.of(NARROW));
    governor.start(pose(-0.05, 0, 0));
    boolean blocked = false;
    for (int i = 0; i < 300; i++) {
      governor.step(pose(0.05, 0, 0), narrow);
      blocked |= governor.blocked();
    }
    assertTrue(blocked);
    assertEquals(-0.02, governor.X_OD()[0], 1e-3);
  }

  @Test
  void shouldComeBackFromOutside() {
    SafetyEnvelope narrow = new SafetyEnvelope(List.of(NARROW));
    governor.start(pose(0.15, 0.05, 0));
    for (int i = 0; i < 300; i++) {
      governor.step(pose(0.05, 0.05, 0), narrow);
    }
    assertArrayEquals(pose(0.05, 0.05, 0), governor.X_OD(), 1e-9);
  }

  /** Goals, stops and restarts in any order. */
  @Property(tries = 60)
  void shouldNeverExceedSpeedAccelerationOrEnvelope(@ForAll long seed) {
    Random random = new Random(seed);
    SafetyEnvelope narrow = new SafetyEnvelope(List.of(NARROW));
    ReferenceGovernor tried =
        new ReferenceGovernor(SPEED, TURN_RATE, ACCELERATION, TURN_ACCELERATION, DT);
    Motion motion = new Motion(inside(random, narrow));
    tried.start(pose(motion.X));
    double[] goal = pose(inside(random, narrow));
    boolean braking = false;
    for (int step = 0; step < 600; step++) {
      if (random.nextInt(15) == 0) {
        braking = random.nextInt(4) == 0;
        goal = pose(inside(random, narrow));
      }
      if (random.nextInt(300) == 0) { // a recovery after the arm was moved by others
        motion = new Motion(inside(random, narrow));
        tried.start(pose(motion.X));
      }
      if (braking) {
        tried.brake();
      } else {
        tried.step(goal, narrow);
      }
      motion.to(PoseArray.toTransform(tried.X_OD()));
      assertTrue(narrow.contains(tried.X_OD()), "inside the envelope");
    }
  }

  private static RigidTransform inside(Random random, SafetyEnvelope envelope) {
    Vector3 p = new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
    Vector3 r = new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
    return envelope.clip(new RigidTransform(Rotation.exp(r.times(0.3)), p.times(0.06)));
  }

  /** Differences of consecutive poses, held against the limits. */
  private static final class Motion {
    private RigidTransform X;
    private Vector3 v = Vector3.ZERO;
    private Vector3 w = Vector3.ZERO;

    Motion(RigidTransform X) {
      this.X = X;
    }

    void to(RigidTransform next) {
      Vector3 vNext = next.p().minus(X.p()).times(1 / DT);
      Vector3 wNext = next.R().times(X.R().inverse()).log().times(1 / DT);
      assertTrue(vNext.norm() <= SPEED + 1e-9, "speed");
      assertTrue(wNext.norm() <= TURN_RATE + 1e-9, "turn rate");
      assertTrue(vNext.minus(v).norm() <= ACCELERATION * DT + 1e-9, "acceleration");
      assertTrue(wNext.minus(w).norm() <= TURN_ACCELERATION * DT + 1e-9, "turn acceleration");
      X = next;
      v = vNext;
      w = wNext;
    }
  }

  @Test
  void shouldNotAllocate() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SafetyEnvelope narrow = new SafetyEnvelope(List.of(NARROW));
    double[][] goals = {pose(0.09, 0.05, 0), pose(-0.05, 0.08, 0.05)};
    governor.start(pose(0.05, 0.05, 0));
    long id = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int run = 0; run < 3; run++) {
      long before = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < 10_000; i++) {
        governor.step(goals[i / 40 % 2], narrow);
      }
      long after = threads.getThreadAllocatedBytes(id);
      least = Math.min(least, after - before - (threads.getThreadAllocatedBytes(id) - after));
    }
    assertEquals(0, least);
  }
}
