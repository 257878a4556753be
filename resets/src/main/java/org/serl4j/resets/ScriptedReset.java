package org.serl4j.resets;

import java.util.Optional;
import org.serl4j.controller.Pace;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;

/**
 * SERL's reset without its weak points: faults are cleared, stiff gains, straight up out of
 * whatever the tool is in, then to the start pose along a straight line in position and the
 * shortest way (slerp) in orientation, and the pose is verified before the task's gains return.
 * Tries are bounded; a failure is a value with its reason.
 *
 * <p>All waiting goes through the workcell's {@link Pace}: the same code runs in lock-step and on
 * the wall clock.
 */
public final class ScriptedReset {
  private static final double COMMAND_SECONDS = 0.02;
  private static final double LOOK_SECONDS = 0.1;

  /** Share of the lift that must have happened: less means the tool is stuck. */
  private static final double LIFTED = 0.7;

  private final Arm arm;
  private final HoldingPace pace;
  private final ResetMotion motion;

  public ScriptedReset(Workcell workcell, ResetMotion motion) {
    arm = workcell.arm();
    pace = new HoldingPace(workcell.pace(), arm);
    this.motion = motion;
  }

  /**
   * Clears a fault and lifts the tool straight up, at most to the workspace's ceiling.
   *
   * @param workspace limits while resetting, along the base's axes
   */
  public ResetOutcome lift(Workspace workspace) {
    String problem = "";
    for (int tries = 1; tries <= motion.tries(); tries++) {
      stiffen(workspace);
      RigidTransform X_OE = arm.state().X_OE();
      double ceiling = workspace.X_OW().p().z() + workspace.high().z();
      double rise = Math.max(0, Math.min(motion.lift(), ceiling - X_OE.p().z()));
      RigidTransform X_up = new RigidTransform(X_OE.R(), X_OE.p().plus(new Vector3(0, 0, rise)));
      travel(X_OE, X_up, motion.liftSeconds());
      pace.advanceTo(pace.nowNs() + ns(LOOK_SECONDS));
      double risen = arm.state().X_OE().p().z() - X_OE.p().z();
      Optional<ArmFault> fault = arm.fault();
      if (fault.isEmpty() && risen >= LIFTED * rise) {
        return ResetOutcome.done(tries);
      }
      problem =
          fault
              .map(f -> "the arm stopped while lifting: " + f.message())
              .orElseGet(
                  () ->
                      "the tool rose only %.0f of %.0f mm: free it by hand"
                          .formatted(1000 * risen, 1000 * rise));
    }
    return ResetOutcome.failed(motion.tries(), problem);
  }

  /**
   * Brings the arm to a start pose, verifies it and hands it over with the task's gains and limits.
   *
   * @param X_OS the start pose; within {@code resetting}
   * @param resetting limits on the way
   * @param compliance the task's gains
   * @param working the task's limits
   */
  public ResetOutcome start(
      RigidTransform X_OS, Workspace resetting, Compliance compliance, Workspace working) {
    String problem = "";
    for (int tries = 1; tries <= motion.tries(); tries++) {
      stiffen(resetting);
      travel(arm.state().X_OE(), X_OS, motion.travelSeconds());
      problem = settle(X_OS);
      if (problem.isEmpty()) {
        arm.comply(compliance);
        arm.confine(working);
        pace.advanceTo(pace.nowNs() + ns(motion.releaseSeconds()));
        return ResetOutcome.done(tries);
      }
    }
    return ResetOutcome.failed(motion.tries(), problem);
  }

  /** No fault, limits and gains of the reset, and the time for the gains to act. */
  private void stiffen(Workspace workspace) {
    arm.recover();
    arm.confine(workspace);
    arm.comply(motion.gains());
    pace.hold(arm.state().X_OE());
    pace.advanceTo(pace.nowNs() + ns(motion.engageSeconds()));
  }

  private void travel(RigidTransform from, RigidTransform to, double seconds) {
    long startNs = pace.nowNs();
    int commands = (int) Math.ceil(seconds / COMMAND_SECONDS);
    for (int i = 1; i <= commands; i++) {
      pace.hold(from.interpolate(to, (double) i / commands));
      pace.advanceTo(startNs + ns(seconds * i / commands));
    }
  }

  /** Waits until the arm stands at {@code X_OS}; what is wrong if it does not, else empty. */
  private String settle(RigidTransform X_OS) {
    long deadlineNs = pace.nowNs() + ns(motion.settleSeconds());
    while (true) {
      pace.advanceTo(Math.min(deadlineNs, pace.nowNs() + ns(LOOK_SECONDS)));
      Optional<ArmFault> fault = arm.fault();
      if (fault.isPresent()) {
        return "the arm stopped on its way: " + fault.get().message();
      }
      // X_SE = X_OS^-1 X_OE
      RigidTransform X_SE = X_OS.inverse().times(arm.state().X_OE());
      double distance = X_SE.p().norm();
      double angle = X_SE.R().log().norm();
      if (distance < motion.positionTolerance() && angle < motion.rotationTolerance()) {
        return "";
      }
      if (pace.nowNs() >= deadlineNs) {
        return "the arm stands %.1f mm and %.3f rad from the start pose (allowed %.1f mm, %.3f rad): check for obstacles and the cell's limits"
            .formatted(
                1000 * distance,
                angle,
                1000 * motion.positionTolerance(),
                motion.rotationTolerance());
      }
    }
  }

  private static long ns(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
