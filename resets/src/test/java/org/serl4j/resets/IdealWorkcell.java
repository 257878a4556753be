package org.serl4j.resets;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Pace;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Twist;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.geometry.Wrench;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;

/**
 * An arm without dynamics in virtual time: each millisecond it goes a share of the way to its
 * setpoint. It records what it was told, can be jammed, and has a watchdog.
 */
final class IdealWorkcell implements Workcell, Pace, Arm, Gripper {
  static final long WATCHDOG_NS = 150_000_000;
  private static final double[] HOME = {0, 0.1, 0, -2, 0, 2, 0.7};
  private static final long TICK_NS = 1_000_000;
  private static final double SHARE = 0.02;

  final List<RigidTransform> commands = new ArrayList<>();
  final List<Compliance> compliances = new ArrayList<>();
  final List<RigidTransform> path = new ArrayList<>();
  int recoveries;
  @Nullable Workspace workspace;

  /** How often the arm still refuses to move when it is freed by a recovery; -1 for ever. */
  int jams;

  /** How far the arm hangs below its setpoint [m]. */
  double sag;

  private long nowNs;
  private long commandedNs = Long.MAX_VALUE;
  private RigidTransform X_OE;
  private RigidTransform X_OD;
  private final double[] q = new double[7];
  private double[] q_D = new double[7];
  private @Nullable ArmFault fault;

  IdealWorkcell(RigidTransform X_OE) {
    this.X_OE = X_OE;
    X_OD = X_OE;
  }

  void fail() {
    fault =
        new ArmFault(ArmFault.Kind.CONTACT_FORCE, "the contact force is 99 N", nowNs, List.of());
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public void advanceTo(long deadlineNs) {
    while (nowNs < deadlineNs) {
      nowNs += TICK_NS;
      if (fault == null && nowNs - commandedNs > WATCHDOG_NS) {
        fault = new ArmFault(ArmFault.Kind.STALE_COMMAND, "stale command", nowNs, List.of());
      }
      if (fault == null && jams == 0) {
        X_OE = X_OE.interpolate(ResetMoves.above(X_OD, -sag), SHARE);
      }
      if (fault == null && jams == 0) {
        for (int i = 0; i < q.length; i++) {
          q[i] += SHARE * (q_D[i] - q[i]);
        }
      }
      path.add(X_OE);
    }
  }

  @Override
  public ArmState state() {
    return new ArmState(
        nowNs,
        q.clone(),
        new double[7],
        X_OE,
        new Twist(Vector3.ZERO, Vector3.ZERO),
        new Wrench(Vector3.ZERO, Vector3.ZERO),
        new double[7]);
  }

  @Override
  public void moveTo(RigidTransform X_OD) {
    commands.add(X_OD);
    if (fault == null) {
      Workspace limits = workspace;
      this.X_OD = limits == null ? X_OD : new SafetyEnvelope(List.of(limits)).clip(X_OD);
      commandedNs = nowNs;
    }
  }

  @Override
  public double[] home() {
    return HOME.clone();
  }

  @Override
  public void moveJoints(double[] q) {
    if (fault == null) {
      q_D = q.clone();
      commandedNs = nowNs;
    }
  }

  @Override
  public void comply(Compliance compliance) {
    compliances.add(compliance);
  }

  @Override
  public void confine(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public Optional<ArmFault> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void recover() {
    recoveries++;
    if (fault != null) {
      fault = null;
      X_OD = X_OE;
      commandedNs = Long.MAX_VALUE;
    }
    if (jams > 0) {
      jams--;
    }
  }

  @Override
  public Pace pace() {
    return this;
  }

  @Override
  public Arm arm() {
    return this;
  }

  @Override
  public Gripper gripper() {
    return this;
  }

  @Override
  public List<Camera> cameras() {
    return List.of();
  }

  @Override
  public GripperState measured() {
    return new GripperState(0.02, GripperState.Activity.HOLDING);
  }

  @Override
  public void grasp() {}

  @Override
  public void open() {}

  @Override
  public void close() {}
}
