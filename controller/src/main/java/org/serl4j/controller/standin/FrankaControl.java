package org.serl4j.controller.standin;

import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.impedance.ImpedanceLaw;
import org.serl4j.controller.loop.ControlLoop;
import org.serl4j.controller.loop.JointState;
import org.serl4j.controller.loop.PlantLoop;
import org.serl4j.controller.loop.TorquePlant;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.hardware.ArmLimits;

/**
 * The robot's 1 kHz: the external wrench, the collision reflex, and the controller that runs,
 * SERL's Cartesian impedance or its joint position controller. Where none acts the joints are held,
 * as the robot's position control and brakes do.
 *
 * <p>The equilibrium pose goes into the impedance law as it comes: not clipped, not slowed down,
 * without a watchdog. The law's own filter and reference clips are all there is, as on the robot.
 * After a stop the controller that ran starts anew from where the arm is, and earlier poses are
 * forgotten.
 *
 * <p>{@link #step} belongs to one thread and waits for nobody. All others give orders, which it
 * carries out at the beginning of its next tick in the order in which they came, and look at {@link
 * #latest}, a value that each tick makes anew (about 1 kB of garbage, which is why this is not
 * {@code ControlLoop}, nor needs to be).
 */
final class FrankaControl implements PlantLoop {
  /** The controllers, of which at most one runs. */
  enum Controller {
    NONE,
    IMPEDANCE,
    JOINT_POSITION
  }

  /** What keeps the controller from acting. */
  private enum Halt {
    NONE,
    REFLEX,
    USER_STOP,
    AFTER_USER_STOP
  }

  private static final double TICK_S = ControlLoop.TICK_NS * 1e-9;

  // first-order low-pass of the external wrench at 20 Hz: 1 - exp(-2 pi 20 Hz 1 ms)
  private static final double WRENCH_FILTER_GAIN = 0.118;

  // the success rate covers about the last 100 ms, as the robot's
  private static final double RATE_FILTER_GAIN = 0.01;

  private final TorquePlant plant;
  private final Reflex reflex;
  private final double[] dqMax;
  private final double[] tauMax;
  private final double jointSeconds;
  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();

  private final JointState measured = new JointState();
  private final FrankaKinematics kinematics = new FrankaKinematics();
  private final ImpedanceLaw law;
  private final JointServo servo;
  private final double[] X_OD = new double[PoseArray.SIZE];
  private final double[] q_D = new double[JOINTS];
  private final double[] F_E_E = new double[6];
  private final double[] F_E_O = new double[6];
  private final double[] weight = new double[6];
  private final double[] tau_ext = new double[JOINTS];
  private final double[] tau_load = new double[JOINTS];
  private final double[] tau = new double[JOINTS];
  private final double[] tauSent = new double[JOINTS];

  private Controller running = Controller.IMPEDANCE;
  private Halt halt = Halt.NONE;
  private List<String> errors = List.of();
  private List<String> lastMotionErrors = List.of();
  private Payload payload = Payload.NONE;
  private double successRate = 1;
  private long lastNs;
  private volatile RobotSample latest;

  /**
   * Reads the plant once; the impedance controller runs, and its gains rise from 0.
   *
   * @param limits the arm's
   * @param reflex when it stops by itself
   * @param parameters gains and clips to start with
   * @param jointSeconds how long the joint position controller takes to its target [s]
   */
  FrankaControl(
      TorquePlant plant,
      ArmLimits limits,
      Reflex reflex,
      ControllerParameters parameters,
      double jointSeconds) {
    this.plant = plant;
    this.reflex = reflex;
    this.jointSeconds = jointSeconds;
    dqMax = limits.dqMax().toArray();
    tauMax = limits.tauMax().toArray();
    law = new ImpedanceLaw(tauMax);
    servo = new JointServo(tauMax, TICK_S);
    plant.read(measured);
    kinematics.evaluate(measured.q);
    law.start(kinematics, measured.q);
    take(parameters);
    begin();
    latest = sample();
  }

  @Override
  public void restart() {
    plant.read(measured);
    kinematics.evaluate(measured.q);
    Arrays.fill(tau, 0);
    Arrays.fill(F_E_E, 0);
    begin();
    latest = sample();
  }

  @Override
  public void step() {
    plant.read(measured);
    requireFinite();
    kinematics.evaluate(measured.q);
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
    countTime();
    estimateExternal();
    watch();
    if (halt != Halt.NONE || running != Controller.IMPEDANCE) {
      servo.step(measured.q, measured.dq, measured.coriolis, tau);
    } else {
      law.step(kinematics, measured.q, measured.dq, measured.coriolis, tau);
    }
    send();
    latest = sample();
  }

  private void requireFinite() {
    double sum = 0;
    for (int i = 0; i < JOINTS; i++) {
      sum += measured.q[i] + measured.dq[i];
    }
    if (!Double.isFinite(sum)) {
      throw new IllegalStateException("the arm's state is not finite: the scene has blown up");
    }
  }

  /** A tick that comes late stands for those that were left out. */
  private void countTime() {
    double ticks = Math.max(1, (measured.timeNs - lastNs) / (double) ControlLoop.TICK_NS);
    lastNs = measured.timeNs;
    double inTime = ticks < 1.5 ? 1 : 1 / ticks;
    successRate += RATE_FILTER_GAIN * (inTime - successRate);
  }

  /** {@code F <- a F_measured + (1 - a) F}, without the load's weight; {@code tau_ext = J^T F}. */
  private void estimateExternal() {
    double[] R = kinematics.R_OE();
    double[] J = kinematics.J_OE();
    payload.weight(R, weight);
    for (int part = 0; part < 6; part += 3) {
      for (int i = 0; i < 3; i++) {
        // columns of R_OE are E's axes
        double ofLoad =
            R[i] * weight[part] + R[3 + i] * weight[part + 1] + R[6 + i] * weight[part + 2];
        double now = measured.F_E_E[part + i] - ofLoad;
        F_E_E[part + i] += WRENCH_FILTER_GAIN * (now - F_E_E[part + i]);
      }
      for (int i = 0; i < 3; i++) {
        F_E_O[part + i] =
            R[3 * i] * F_E_E[part]
                + R[3 * i + 1] * F_E_E[part + 1]
                + R[3 * i + 2] * F_E_E[part + 2];
      }
    }
    for (int i = 0; i < JOINTS; i++) {
      double external = 0;
      double load = 0;
      for (int row = 0; row < 6; row++) {
        external += J[row * JOINTS + i] * F_E_O[row];
        load -= J[row * JOINTS + i] * weight[row];
      }
      tau_ext[i] = external;
      tau_load[i] = load;
    }
  }

  private void watch() {
    if (halt == Halt.REFLEX || halt == Halt.USER_STOP) {
      return;
    }
    boolean tooFast = false;
    for (int i = 0; i < JOINTS; i++) {
      tooFast |= Math.abs(measured.dq[i]) > dqMax[i];
    }
    if (reflex.cartesian(F_E_O)) {
      trip("cartesian_reflex");
    } else if (reflex.joint(tau_ext)) {
      trip("joint_reflex");
    } else if (tooFast) {
      trip("joint_velocity_violation");
    }
  }

  private void trip(String error) {
    errors = List.of(error);
    lastMotionErrors = errors;
    halt(Halt.REFLEX);
  }

  private void halt(Halt why) {
    halt = why;
    servo.sent(tau);
    servo.hold(measured.q);
  }

  private void send() {
    for (int i = 0; i < JOINTS; i++) {
      tauSent[i] = Math.min(tauMax[i], Math.max(-tauMax[i], tau[i] + tau_load[i]));
    }
    plant.write(tauSent);
  }

  /** What the running controller does when it starts. */
  private void begin() {
    switch (running) {
      case IMPEDANCE -> {
        // gains stay, as they do on the robot
        law.hold(kinematics);
        law.posture(measured.q);
        law.sent(tau);
      }
      case JOINT_POSITION -> {
        servo.sent(tau);
        servo.move(measured.q, q_D, jointSeconds);
      }
      case NONE -> {
        servo.sent(tau);
        servo.hold(measured.q);
      }
    }
  }

  private void take(ControllerParameters parameters) {
    law.comply(parameters.compliance());
    law.nullspace(parameters.nullspaceStiffness(), parameters.joint1NullspaceStiffness());
  }

  private RobotSample sample() {
    double[] compensation = measured.compensation.clone();
    for (int i = 0; i < JOINTS; i++) {
      compensation[i] += tau_load[i];
    }
    double[] desired =
        running == Controller.IMPEDANCE && halt == Halt.NONE ? law.X_OD() : kinematics.X_OE();
    return new RobotSample(
        measured.timeNs,
        measured.q.clone(),
        measured.dq.clone(),
        tau.clone(),
        compensation,
        tau_ext.clone(),
        F_E_E.clone(),
        F_E_O.clone(),
        kinematics.X_OE().clone(),
        desired.clone(),
        kinematics.J_OE().clone(),
        payload,
        mode(),
        running,
        halt != Halt.NONE,
        errors,
        lastMotionErrors,
        successRate);
  }

  private int mode() {
    return switch (halt) {
      case REFLEX -> FrankaState.MODE_REFLEX;
      case USER_STOP -> FrankaState.MODE_USER_STOPPED;
      case AFTER_USER_STOP -> FrankaState.MODE_IDLE;
      case NONE -> running == Controller.NONE ? FrankaState.MODE_IDLE : FrankaState.MODE_MOVE;
    };
  }

  /** The newest tick; any thread. */
  RobotSample latest() {
    return latest;
  }

  private <T> CompletableFuture<T> order(Supplier<T> order) {
    CompletableFuture<T> done = new CompletableFuture<>();
    orders.add(() -> done.complete(order.get()));
    return done;
  }

  /** Makes {@code X} the equilibrium pose; ignored while the impedance controller does not act. */
  void equilibrium(RigidTransform X) {
    orders.add(
        () -> {
          if (running == Controller.IMPEDANCE && halt == Halt.NONE) {
            PoseArray.set(X, X_OD);
            law.target(X_OD);
            law.forgetIntegral();
          }
        });
  }

  /** Sets gains and clips; they stay whatever runs. */
  void comply(ControllerParameters parameters) {
    orders.add(() -> take(parameters));
  }

  /** Tells the robot what it carries. */
  CompletableFuture<Boolean> load(Payload load) {
    return order(
        () -> {
          payload = load;
          return true;
        });
  }

  /** Stops what runs and starts another controller from where the arm is. */
  CompletableFuture<Boolean> run(Controller next) {
    return order(
        () -> {
          running = next;
          if (halt == Halt.NONE) {
            begin();
          }
          return true;
        });
  }

  /**
   * Stops what runs and starts the joint position controller.
   *
   * @param target 7 joint positions [rad] (not modified)
   */
  CompletableFuture<Boolean> runJoints(double[] target) {
    double[] copy = target.clone();
    return order(
        () -> {
          System.arraycopy(copy, 0, q_D, 0, JOINTS);
          running = Controller.JOINT_POSITION;
          if (halt == Halt.NONE) {
            begin();
          }
          return true;
        });
  }

  /** Recovers from an error; false while the user stop is pressed. */
  CompletableFuture<Boolean> recover() {
    return order(
        () -> {
          if (halt == Halt.USER_STOP) {
            return false;
          }
          errors = List.of();
          if (halt != Halt.NONE) {
            halt = Halt.NONE;
            begin();
          }
          return true;
        });
  }

  /** Presses or releases the user stop; after a release the robot waits for {@link #recover}. */
  void userStop(boolean pressed) {
    orders.add(
        () -> {
          if (pressed && halt != Halt.USER_STOP) {
            errors = List.of();
            halt(Halt.USER_STOP);
          } else if (!pressed && halt == Halt.USER_STOP) {
            halt = Halt.AFTER_USER_STOP;
          }
        });
  }
}
