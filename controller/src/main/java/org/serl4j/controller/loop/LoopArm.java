package org.serl4j.controller.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;

/**
 * The arm of a {@link ControlLoop}, for the 10 Hz side: the same over every {@link TorquePlant}.
 *
 * <p>Once a pose was commanded it must be repeated within the watchdog's time, or the arm holds and
 * a STALE_COMMAND fault stands. {@link #recover} may be followed by {@link #moveTo} at once; the
 * loop takes both in its next tick.
 */
public final class LoopArm implements Arm {
  private final ControlLoop loop;
  private final Workspace cellLimits;
  private final double[] home;

  private SafetyEnvelope envelope;
  private @Nullable ArmFault reported;
  private long reportedFaults;
  private long recoveredFaults;

  /**
   * @param loop the loop behind the arm
   * @param cellLimits the cell's own limits, which no task can widen
   * @param home the cell's home, 7 joint positions [rad] (copied)
   */
  public LoopArm(ControlLoop loop, Workspace cellLimits, double[] home) {
    this.loop = loop;
    this.cellLimits = cellLimits;
    this.home = home.clone();
    envelope = new SafetyEnvelope(List.of(cellLimits));
  }

  @Override
  public ArmState state() {
    return loop.state();
  }

  @Override
  public synchronized void moveTo(RigidTransform X_OD) {
    double sum = X_OD.p().x() + X_OD.p().y() + X_OD.p().z();
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException(
          "the commanded position " + X_OD.p() + " is not finite: check the action");
    }
    if (!faulted()) {
      loop.setpoints().moveTo(envelope.clip(X_OD));
    }
  }

  @Override
  public double[] home() {
    return home.clone();
  }

  @Override
  public synchronized void moveJoints(double[] q) {
    loop.requireJoints(q);
    if (!faulted()) {
      loop.setpoints().moveJoints(q.clone());
    }
  }

  @Override
  public synchronized void comply(Compliance compliance) {
    loop.setpoints().comply(compliance);
  }

  @Override
  public synchronized void confine(Workspace workspace) {
    List<Workspace> workspaces = new ArrayList<>();
    workspaces.add(workspace);
    workspaces.add(cellLimits);
    envelope = new SafetyEnvelope(workspaces);
    loop.setpoints().confine(new SafetyEnvelope(workspaces));
  }

  @Override
  public synchronized Optional<ArmFault> fault() {
    if (!faulted()) {
      return Optional.empty();
    }
    ArmFault known = reported;
    long faults = loop.faults();
    if (known == null || reportedFaults != faults) {
      LoopFault fault = loop.fault();
      MeasuredLimits.Cause cause = fault.cause();
      if (cause == null) {
        return Optional.empty();
      }
      known = new ArmFault(cause.kind(), fault.message(cause), fault.timeNs(), loop.faultStates());
      reported = known;
      reportedFaults = faults;
    }
    return Optional.of(known);
  }

  @Override
  public synchronized void recover() {
    if (!faulted()) {
      return;
    }
    // a fault that the loop raises from here on has a higher number and stands
    recoveredFaults = loop.faults();
    loop.setpoints().recover();
  }

  /** Whether a fault stands that {@link #recover} has not answered. */
  private boolean faulted() {
    return loop.faultCause() != null && loop.faults() > recoveredFaults;
  }
}
