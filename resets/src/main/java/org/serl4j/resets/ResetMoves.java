package org.serl4j.resets;

import java.util.Optional;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;

/**
 * The movements that resets are made of. Those that can fail say what is wrong and what helps, in
 * one line, or nothing when it verifiably went well. Every wait has a bound; between two commands
 * nothing is kept here, so a movement may end at any moment by an exception of the workcell's pace.
 *
 * <p>All waiting goes through the workcell's pace: the same code runs in lock-step and on the wall
 * clock.
 */
public final class ResetMoves {
  private static final double COMMAND_SECONDS = 0.02;
  private static final double LOOK_SECONDS = 0.1;

  /** Longest wait for the gripper's fingers to come to rest [s]; SERL sleeps 0.6. */
  private static final double FINGERS_SECONDS = 2.5;

  /** Longest motion of joints: across a joint's whole range at 0.4 rad/s [s]. */
  private static final double JOINTS_SECONDS = 15;

  /**
   * Share of a rise that must have happened but for the position's tolerance, by which the arm may
   * still settle: less means the tool is stuck.
   */
  private static final double RISEN = 0.7;

  static final Vector3 UP = new Vector3(0, 0, 1);

  private final Arm arm;
  private final Gripper gripper;
  private final HoldingPace pace;
  private final ResetMotion motion;
  private final PartSight sight;

  ResetMoves(Workcell workcell, ResetMotion motion, PartSight sight) {
    arm = workcell.arm();
    gripper = workcell.gripper();
    pace = new HoldingPace(workcell.pace(), arm);
    this.motion = motion;
    this.sight = sight;
  }

  /** The workcell's clock [s]. */
  double nowSeconds() {
    return pace.nowNs() * 1e-9;
  }

  public RigidTransform X_OE() {
    return arm.state().X_OE();
  }

  /** Where the part is, if anybody sees it. */
  public Optional<RigidTransform> X_OP() {
    return sight.X_OP();
  }

  public GripperState gripper() {
    return gripper.measured();
  }

  /** Clears a fault, sets limits and stiff gains, and gives the gains the time to act. */
  public void engage(Workspace workspace) {
    engage(workspace, motion.gains());
  }

  /** The same with other gains. */
  public void engage(Workspace workspace, Compliance gains) {
    arm.recover();
    arm.confine(workspace);
    arm.comply(gains);
    pace.hold(X_OE());
    pace.advanceTo(pace.nowNs() + ns(motion.engageSeconds()));
  }

  /** Straight up, at most to the workspace's ceiling. */
  public String rise(Workspace workspace, double metres) {
    return withdraw(workspace, UP, metres);
  }

  /**
   * Straight out of whatever the tool is in, at most to the workspace's ceiling.
   *
   * @param out unit vector in the base frame
   */
  String withdraw(Workspace workspace, Vector3 out, double metres) {
    RigidTransform X_OE = X_OE();
    double ceiling = workspace.X_OW().p().z() + workspace.high().z();
    double room = out.z() > 0 ? (ceiling - X_OE.p().z()) / out.z() : metres;
    double rise = Math.max(0, Math.min(metres, room));
    travel(before(X_OE, out, rise), motion.liftSeconds());
    pace.advanceTo(pace.nowNs() + ns(LOOK_SECONDS));
    double risen = X_OE().p().minus(X_OE.p()).dot(out);
    Optional<ArmFault> fault = arm.fault();
    if (fault.isPresent()) {
      return "the arm stopped while lifting: " + fault.get().message();
    }
    return risen >= RISEN * rise - motion.positionTolerance()
        ? ""
        : "the tool rose only %.0f of %.0f mm: free it by hand"
            .formatted(1000 * risen, 1000 * rise);
  }

  /** The pose that is {@code metres} above, along the base's z. */
  public static RigidTransform above(RigidTransform X, double metres) {
    return before(X, UP, metres);
  }

  /** The pose that is {@code metres} out of a fixture. */
  static RigidTransform before(RigidTransform X, Vector3 out, double metres) {
    return new RigidTransform(X.R(), X.p().plus(out.times(metres)));
  }

  /** From here straight to there, turning the shortest way, at an even speed. */
  public void travel(RigidTransform X_OD, double seconds) {
    RigidTransform from = X_OE();
    long startNs = pace.nowNs();
    int commands = (int) Math.ceil(seconds / COMMAND_SECONDS);
    for (int i = 1; i <= commands; i++) {
      pace.hold(from.interpolate(X_OD, (double) i / commands));
      pace.advanceTo(startNs + ns(seconds * i / commands));
    }
  }

  /** Waits until the arm stands there, within the motion's tolerances. */
  public String settle(RigidTransform X_OD) {
    return settle(X_OD, motion.positionTolerance(), motion.rotationTolerance());
  }

  /**
   * The same within other tolerances.
   *
   * @param position [m]
   * @param rotation [rad]
   */
  public String settle(RigidTransform X_OD, double position, double rotation) {
    long deadlineNs = pace.nowNs() + ns(motion.settleSeconds());
    while (true) {
      pace.advanceTo(Math.min(deadlineNs, pace.nowNs() + ns(LOOK_SECONDS)));
      Optional<ArmFault> fault = arm.fault();
      if (fault.isPresent()) {
        return "the arm stopped on its way: " + fault.get().message();
      }
      // X_DE = X_OD^-1 X_OE
      RigidTransform X_DE = X_OD.inverse().times(X_OE());
      double distance = X_DE.p().norm();
      double angle = X_DE.R().log().norm();
      if (distance < position && angle < rotation) {
        return "";
      }
      if (pace.nowNs() >= deadlineNs) {
        return "the arm stands %.1f mm and %.3f rad from where it should (allowed %.1f mm, %.3f rad): check for obstacles and the cell's limits"
            .formatted(1000 * distance, angle, 1000 * position, rotation);
      }
    }
  }

  /** Travels there and waits until the arm stands there. */
  public String go(RigidTransform X_OD) {
    travel(X_OD, motion.travelSeconds());
    return settle(X_OD);
  }

  /**
   * Brings every joint to the cell's home, the elbow's included; afterwards the arm holds its pose.
   *
   * @param tolerance of each joint [rad]
   */
  String goHome(double tolerance) {
    double[] q_D = arm.home();
    long deadlineNs = pace.nowNs() + ns(JOINTS_SECONDS);
    pace.hold(q_D);
    String problem;
    do {
      pace.advanceTo(pace.nowNs() + ns(LOOK_SECONDS));
      problem = away(q_D, tolerance);
    } while (!problem.isEmpty() && arm.fault().isEmpty() && pace.nowNs() < deadlineNs);
    pace.hold(X_OE());
    return problem;
  }

  private String away(double[] q_D, double tolerance) {
    Optional<ArmFault> fault = arm.fault();
    if (fault.isPresent()) {
      return "the arm stopped on its way: " + fault.get().message();
    }
    double[] q = arm.state().q();
    int worst = 0;
    for (int i = 1; i < q.length; i++) {
      worst = Math.abs(q[i] - q_D[i]) > Math.abs(q[worst] - q_D[worst]) ? i : worst;
    }
    return Math.abs(q[worst] - q_D[worst]) <= tolerance
        ? ""
        : "joint %d stands at %.3f rad instead of %.3f (allowed %.3f): check for obstacles and the cell's limits"
            .formatted(worst + 1, q[worst], q_D[worst], tolerance);
  }

  /** The task's gains and limits, and the time for the gains to act. */
  void release(Compliance compliance, Workspace working) {
    arm.comply(compliance);
    arm.confine(working);
    pace.advanceTo(pace.nowNs() + ns(motion.releaseSeconds()));
  }

  /** Opens the gripper. */
  public String open() {
    gripper.open();
    return fingersRest(GripperState.Activity.STILL)
        ? ""
        : "the gripper does not open (fingers %.1f mm apart after %.1f s): look what blocks it"
            .formatted(1000 * gripper.widthM(), FINGERS_SECONDS);
  }

  /** Closes the gripper on the part. */
  public String grasp(HeldPart part) {
    gripper.grasp();
    fingersRest(GripperState.Activity.HOLDING);
    return part.problem(gripper.measured());
  }

  /** Waits until the fingers are at rest after a command; whether they rest as wanted. */
  private boolean fingersRest(GripperState.Activity wanted) {
    pace.advanceTo(pace.nowNs() + ns(LOOK_SECONDS)); // until they have begun
    awaitFingers();
    return gripper.measured().activity() == wanted;
  }

  /** Waits while the fingers move, if they do. */
  void awaitFingers() {
    long deadlineNs = pace.nowNs() + ns(FINGERS_SECONDS);
    while (gripper.measured().activity() == GripperState.Activity.MOVING
        && pace.nowNs() < deadlineNs) {
      pace.advanceTo(pace.nowNs() + ns(LOOK_SECONDS));
    }
  }

  private static long ns(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
