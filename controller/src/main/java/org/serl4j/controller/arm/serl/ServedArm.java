package org.serl4j.controller.arm.serl;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.Compliance;

/**
 * What the server's routes do to the arm, without HTTP.
 *
 * <p>SERL's clients send a pose at 10 Hz, and between two episodes none for seconds; our arm's
 * watchdog wants one all the time. So {@link #keep} repeats the last pose, for at most {@code
 * keepNs} after it came. From then on the arm holds where it stands, which takes the reference
 * error and with it the contact force away, and the next pose goes on from there. A fault stands
 * until {@link #clear}; poses are refused meanwhile.
 *
 * <p>Thread-safe. Only {@link #jointReset} waits, without the lock.
 */
final class ServedArm {
  private static final double RESET_TOLERANCE = 0.01; // [rad], SERL's
  private static final double REST_TOLERANCE = 0.03; // [rad], for joints that have come to rest
  private static final double REST_SPEED = 0.01; // [rad/s]
  private static final double RESET_SECONDS = 30; // SERL's
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);

  /** What {@code move_gripper} sends for a metre: 0 to 255 for 0 to 0.1 m, as SERL's for a hand. */
  static final double GRIPPER_STEPS_PER_METRE = 2550;

  static final int MOST_GRIPPER_STEPS = 255;

  private final Workcell workcell;
  private final Arm arm;
  private final Gripper gripper;
  private final LongSupplier nowNs;
  private final double openWidthM;
  private final long keepNs;

  private Compliance compliance;
  private @Nullable RigidTransform X_OD;
  private long posedNs;
  private boolean holding;
  private boolean stopped;
  private double @Nullable [] q_D;

  /**
   * @param cell the workcell's
   * @param keepNs how long the last pose is repeated [ns]
   */
  ServedArm(Workcell workcell, Cell cell, long keepNs) {
    this.workcell = workcell;
    this.keepNs = keepNs;
    arm = workcell.arm();
    gripper = workcell.gripper();
    nowNs = workcell.pace()::nowNs;
    openWidthM = cell.gripper().openWidth();
    compliance = cell.compliance();
  }

  /** The latest state. */
  ServerState state() {
    return ServerState.of(arm.state(), gripperShare());
  }

  /** Share of the opening: 1 open. */
  double gripperShare() {
    return gripper.widthM() / openWidthM;
  }

  /** {@code pose}: the arm's equilibrium from now on. */
  synchronized void pose(RigidTransform X) throws RefusedException {
    if (stopped) {
      throw notNow("the impedance controller is stopped: post startimp");
    }
    if (q_D != null) {
      throw notNow("a joint reset is under way: wait for its answer");
    }
    requireSound();
    arm.moveTo(X);
    X_OD = X;
    posedNs = nowNs.getAsLong();
    holding = false;
  }

  /** What has to happen without any request, several times within the arm's watchdog. */
  synchronized void keep() {
    double[] q = q_D;
    RigidTransform X = X_OD;
    if (q != null) {
      arm.moveJoints(q);
    } else if (X != null) {
      if (!holding && nowNs.getAsLong() - posedNs > keepNs) {
        X = hold();
      }
      arm.moveTo(X);
    }
  }

  /** Makes the present pose the one that is repeated. */
  private RigidTransform hold() {
    RigidTransform X = arm.state().X_OE();
    X_OD = X;
    holding = true;
    return X;
  }

  /** {@code stopimp}: the arm holds where it stands and takes no pose. */
  synchronized void stop() {
    stopped = true;
    if (q_D == null) {
      arm.moveTo(hold());
    }
  }

  /** {@code startimp}. */
  synchronized void start() {
    clear();
    stopped = false;
  }

  /** {@code clearerr}: after a fault the arm holds where it stands; without one nothing happens. */
  synchronized void clear() {
    if (arm.fault().isPresent()) {
      arm.recover();
      X_OD = null;
    }
  }

  /** {@code update_param}. */
  synchronized void comply(Map<String, Double> changes) throws RefusedException {
    compliance = ComplianceParameters.changed(compliance, changes);
    arm.comply(compliance);
  }

  /** {@code jointreset}: returns when the arm is at the cell's home and holds there. */
  void jointReset() throws RefusedException {
    double[] home = arm.home();
    synchronized (this) {
      if (q_D != null) {
        throw notNow("a joint reset is under way: wait for its answer");
      }
      clear();
      q_D = home;
      arm.moveJoints(home);
    }
    try {
      long deadlineNs = nowNs.getAsLong() + (long) (RESET_SECONDS * 1e9);
      while (!reset(home)) {
        if (nowNs.getAsLong() >= deadlineNs) {
          throw notNow(
              "a joint stands %.3f rad from home after %.0f s: check for obstacles"
                  .formatted(away(home), RESET_SECONDS));
        }
        requireSound();
        if (Thread.currentThread().isInterrupted()) {
          throw notNow("the server is closing");
        }
        keep();
        workcell.pace().advanceTo(nowNs.getAsLong() + LOOK_NS);
      }
    } finally {
      synchronized (this) {
        q_D = null;
        stopped = false;
        arm.moveTo(hold());
      }
    }
  }

  /** Whether the joints are there, or rest as near as the impedance law lets them. */
  private boolean reset(double[] home) {
    double away = away(home);
    return away <= RESET_TOLERANCE
        || (away <= REST_TOLERANCE
            && Arrays.stream(arm.state().dq()).allMatch(dq -> Math.abs(dq) < REST_SPEED));
  }

  private double away(double[] home) {
    double[] q = arm.state().q();
    double worst = 0;
    for (int i = 0; i < q.length; i++) {
      worst = Math.max(worst, Math.abs(q[i] - home[i]));
    }
    return worst;
  }

  /** {@code close_gripper}, {@code close_gripper_slow}: at the cell's speed. */
  void closeGripper() {
    gripper.grasp();
  }

  /** {@code open_gripper}. */
  void openGripper() {
    gripper.open();
  }

  /**
   * {@code move_gripper}.
   *
   * @param steps clipped to 0..255, for 0 to 0.1 m
   */
  void moveGripper(double steps) throws RefusedException {
    double clipped = Math.max(0, Math.min(MOST_GRIPPER_STEPS, Math.floor(steps)));
    if (!gripper.move(Math.min(openWidthM, clipped / GRIPPER_STEPS_PER_METRE))) {
      throw new RefusedException(
          RefusedException.NOT_HERE, "this gripper only opens and closes: post open_gripper");
    }
  }

  /**
   * {@code set_load}.
   *
   * @param massKg of what the arm is told to carry
   */
  void load(double massKg) throws RefusedException {
    if (massKg != 0) {
      throw new RefusedException(
          RefusedException.NOT_HERE, "this arm compensates no load: leave its mass at 0 kg");
    }
  }

  private void requireSound() throws RefusedException {
    Optional<ArmFault> fault = arm.fault();
    if (fault.isPresent()) {
      throw notNow("the arm stopped: " + fault.get().message());
    }
  }

  private static RefusedException notNow(String line) {
    return new RefusedException(RefusedException.NOT_NOW, line);
  }
}
