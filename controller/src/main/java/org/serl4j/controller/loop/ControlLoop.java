package org.serl4j.controller.loop;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.impedance.ImpedanceLaw;
import org.serl4j.controller.loop.MeasuredLimits.Cause;
import org.serl4j.controller.loop.SetpointExchange.Setpoint;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

/**
 * One arm at 1 kHz. {@link #step} is a tick: read, check, compute, limit, check, write, record. It
 * neither allocates nor blocks nor reads a clock; time is the plant's.
 *
 * <p>On a fault the arm holds where it stands: the desired pose becomes the present one, past the
 * filter, so the reference error and with it the contact force fall to zero (as fast as the torque
 * rate limit lets them), while {@link #HOLD} gains fade in. It does not go limp, because a limp arm
 * drops what it carries and yields to whatever pushes; it does not brake hard, because the joints'
 * brakes cannot be released by a program. Only a state that is not finite leaves nothing to hold:
 * then the torques fade to zero at the rate limit and gravity compensation alone carries the arm.
 *
 * <p>One thread calls {@code step}; everybody else talks through the exchanges and {@link LoopArm}.
 */
public final class ControlLoop implements PlantLoop {
  /** Length of a tick [ns]. */
  public static final long TICK_NS = 1_000_000;

  /** How many ticks a fault carries. */
  public static final int FAULT_STATES = 50;

  /** Moderate, well damped gains with short clips, for an arm that only has to stay. */
  static final Compliance HOLD =
      new Compliance(
          1000, 80, 50, 7, 0, 0, ReferenceClip.symmetric(0.02, 0.02, 0.02, 0.05, 0.05, 0.05));

  // first-order low-pass of the wrench at 20 Hz: 1 - exp(-2 pi 20 Hz 1 ms)
  private static final double WRENCH_FILTER_GAIN = 0.118;

  // on the way to joint positions: fast enough for a reset, slow for a bystander [rad/s]
  private static final double JOINT_SPEED = 0.4;

  // and stiff enough that the elbow arrives [Nm/rad]
  private static final double JOINT_STIFFNESS = 20;

  private final TorquePlant plant;
  private final LoopLimits limits;
  private final SetpointExchange setpoints;
  private final StateExchange states = new StateExchange();
  private final SampleRing ring = new SampleRing(FAULT_STATES);
  private final LoopFault fault = new LoopFault();
  private final MeasuredLimits watch;

  private final JointState measured = new JointState();
  private final FrankaKinematics kinematics = new FrankaKinematics();
  private final ImpedanceLaw law;
  private final Reference reference;
  private final JointReference jointReference = new JointReference(JOINT_SPEED, TICK_NS * 1e-9);
  private final double nullspaceStiffness;
  private final double joint1Stiffness;
  private final ArmSample sample = new ArmSample();
  private final double[] tauSent = new double[JOINTS];

  private Setpoint setpoint;
  private boolean commanded;
  private boolean byJoints;
  private long commandedNs;
  private boolean coasting;
  private volatile long faults;

  /**
   * Reads the plant once and starts from there: the arm holds its pose while the gains ramp up.
   *
   * @param plant the arm
   * @param limits what is checked every tick
   * @param setpoints where commands come from
   * @param nullspaceStiffness keeps the elbow's posture [Nm/rad]
   * @param joint1Stiffness a further factor on joint 1
   */
  public ControlLoop(
      TorquePlant plant,
      LoopLimits limits,
      SetpointExchange setpoints,
      double nullspaceStiffness,
      double joint1Stiffness) {
    this.plant = plant;
    this.limits = limits;
    this.setpoints = setpoints;
    watch = new MeasuredLimits(limits);
    law = new ImpedanceLaw(limits.tauMax());
    this.nullspaceStiffness = nullspaceStiffness;
    this.joint1Stiffness = joint1Stiffness;
    law.nullspace(nullspaceStiffness, joint1Stiffness);
    reference = new Reference(limits.referenceSpeed(), limits.referenceTurnRate(), TICK_NS * 1e-9);
    setpoint = setpoints.latest();
    restart();
  }

  /**
   * Starts anew from where the plant is now: for a simulation that put the arm elsewhere. Not while
   * another thread steps.
   */
  @Override
  public void restart() {
    plant.read(measured);
    if (!finite(measured)) {
      throw new IllegalStateException(
          "the arm's first state is not finite: check its link or the scene's start pose");
    }
    kinematics.evaluate(measured.q);
    law.start(kinematics, measured.q);
    setpoints.recover();
    setpoint = setpoints.latest();
    law.comply(setpoint.compliance());
    coasting = false;
    fault.clear();
    ring.clear();
    watch.excuse(measured.q);
    for (int i = 0; i < 6; i++) {
      sample.F_E_E[i] = measured.F_E_E[i];
    }
    hold();
    Arrays.fill(tauSent, 0);
    Arrays.fill(sample.tau, 0);
    Arrays.fill(sample.V_OE_O, 0);
    record();
  }

  /** One tick. */
  @Override
  public void step() {
    plant.read(measured);
    if (!finite(measured)) {
      coast();
      return;
    }
    kinematics.evaluate(measured.q);
    if (coasting) {
      coasting = false;
      hold();
    }
    kinematics.velocity(measured.dq, sample.V_OE_O);
    for (int i = 0; i < 6; i++) {
      // F <- a F_measured + (1 - a) F
      sample.F_E_E[i] += WRENCH_FILTER_GAIN * (measured.F_E_E[i] - sample.F_E_E[i]);
    }
    take(setpoints.latest());
    if (fault.cause() == null) {
      check();
    }
    if (byJoints) {
      jointReference.step();
      jointReference.pose(setpoint.envelope(), reference.goal());
      reference.depart();
      law.posture(jointReference.q());
    }
    reference.step(setpoint.envelope());
    law.target(reference.X_OD());
    law.step(kinematics, measured.q, measured.dq, measured.coriolis, sample.tau);
    int broken = firstNotFinite(sample.tau);
    if (broken >= 0) {
      raise(Cause.TORQUE_NOT_FINITE, sample.tau[broken], 0, broken);
      law.start(kinematics, measured.q);
      fade();
      record();
      return;
    }
    System.arraycopy(sample.tau, 0, tauSent, 0, JOINTS);
    plant.write(tauSent);
    record();
  }

  /** Follows what the 10 Hz side has changed since the last tick. */
  // the same object means unchanged; comparing contents would cost time every tick
  @SuppressWarnings("ReferenceEquality")
  private void take(Setpoint latest) {
    Setpoint before = setpoint;
    if (latest == before) {
      return;
    }
    setpoint = latest;
    if (latest.recoveries() != before.recoveries() && fault.cause() != null) {
      clearFault();
    }
    if (fault.cause() != null) {
      return;
    }
    if (latest.compliance() != before.compliance()) {
      law.comply(latest.compliance());
    }
    if (latest.moves() == before.moves()) {
      return;
    }
    RigidTransform X_OD = latest.X_OD();
    double[] q_D = latest.q_D();
    if (X_OD != null) {
      endJointMotion();
      PoseArray.set(X_OD, reference.goal());
      reference.depart();
    } else if (q_D != null) {
      beginJointMotion();
      jointReference.goal(q_D);
    } else {
      return;
    }
    law.forgetIntegral();
    commanded = true;
    commandedNs = measured.timeNs;
  }

  private void beginJointMotion() {
    if (!byJoints) {
      byJoints = true;
      jointReference.place(measured.q);
      law.nullspace(JOINT_STIFFNESS, 1);
    }
  }

  /**
   * The posture stays where the arm has come to, by its last good state: a posture out of reach
   * would pull through the gains' filter, where the stiffness of joint 1 passes a maximum.
   */
  private void endJointMotion() {
    if (byJoints) {
      byJoints = false;
      law.posture(sample.q);
      law.nullspace(nullspaceStiffness, joint1Stiffness);
    }
  }

  private void check() {
    Cause broken =
        watch.broken(measured.q, measured.dq, sample.V_OE_O, sample.F_E_E, measured.timeNs);
    if (broken != null) {
      raise(broken, watch.value(), watch.bound(), watch.joint());
    } else if (commanded && measured.timeNs - commandedNs > limits.staleAfterNs()) {
      double age = (measured.timeNs - commandedNs) * 1e-9;
      raise(Cause.COMMAND_AGE, age, limits.staleAfterNs() * 1e-9, 0);
    }
  }

  /**
   * Refuses joint positions that the arm cannot take.
   *
   * @throws IllegalArgumentException with the joint and its limits
   */
  void requireJoints(double[] q) {
    limits.requireJoints(q);
  }

  // one thread counts, so the increment loses nothing
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void raise(Cause cause, double value, double bound, int joint) {
    if (fault.cause() != null) {
      return;
    }
    hold();
    law.comply(HOLD);
    faults++;
    fault.raise(cause, value, bound, joint, measured.timeNs);
  }

  private void clearFault() {
    watch.excuse(measured.q);
    ring.clear();
    fault.clear();
    hold();
    law.comply(setpoint.compliance());
  }

  private void hold() {
    endJointMotion();
    law.hold(kinematics);
    reference.place(kinematics.X_OE());
    commanded = false;
    watch.release();
  }

  /** No usable state: nothing measured is trusted. */
  private void coast() {
    raise(Cause.STATE_NOT_FINITE, Double.NaN, 0, 0);
    coasting = true;
    fade();
  }

  /** Takes the torques of the last tick towards zero at the rate limit, and commands them. */
  private void fade() {
    for (int i = 0; i < JOINTS; i++) {
      double step = Math.min(ImpedanceLaw.TORQUE_STEP, Math.abs(tauSent[i]));
      tauSent[i] -= Math.copySign(step, tauSent[i]);
      sample.tau[i] = tauSent[i];
    }
    law.sent(tauSent);
    plant.write(tauSent);
  }

  /** Publishes the tick; the ring stops at a fault, so that it keeps what led to it. */
  private void record() {
    sample.timeNs = measured.timeNs;
    System.arraycopy(measured.q, 0, sample.q, 0, JOINTS);
    System.arraycopy(measured.dq, 0, sample.dq, 0, JOINTS);
    System.arraycopy(kinematics.X_OE(), 0, sample.X_OE, 0, PoseArray.SIZE);
    states.publish(sample);
    if (fault.cause() == null) {
      ring.add(sample);
    }
  }

  private static boolean finite(JointState state) {
    // one NaN or infinity makes the whole sum not finite
    double sum = 0;
    for (int i = 0; i < JOINTS; i++) {
      sum += state.q[i] + state.dq[i] + state.coriolis[i];
    }
    for (int i = 0; i < 6; i++) {
      sum += state.F_E_E[i];
    }
    return Double.isFinite(sum);
  }

  private static int firstNotFinite(double[] tau) {
    for (int i = 0; i < tau.length; i++) {
      if (!Double.isFinite(tau[i])) {
        return i;
      }
    }
    return -1;
  }

  /** The latest state; any thread. */
  public ArmState state() {
    return states.latest();
  }

  /** How many faults there were since the start; any thread. */
  public long faults() {
    return faults;
  }

  @Nullable Cause faultCause() {
    return fault.cause();
  }

  LoopFault fault() {
    return fault;
  }

  /** What led to the standing fault, oldest first; only while one stands. */
  List<ArmState> faultStates() {
    return ring.toStates();
  }

  SetpointExchange setpoints() {
    return setpoints;
  }
}
