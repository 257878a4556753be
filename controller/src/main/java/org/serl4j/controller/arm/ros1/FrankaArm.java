package org.serl4j.controller.arm.ros1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.loop.LoopLimits;
import org.serl4j.controller.loop.LoopRunner;
import org.serl4j.controller.loop.MeasuredLimits;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.controller.ros1.message.ZeroJacobian;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.JointReset;
import org.serl4j.hardware.RosLink;

/**
 * A Franka that follows SERL's impedance controller over ROS 1.
 *
 * <p>On the way to the wire a pose passes, in this order: the safety envelope of cell and task; the
 * setpoint's {@code PoseTravel}; the {@code ReferenceGovernor}. Whatever stops the arm, the pose
 * sent brakes at the governor's acceleration; if the controller still runs, it then goes to where
 * the arm stands, so that nothing is pressed on. The way begins at the measured pose whenever the
 * controller began anew, because it then holds there itself, and else where it was left.
 *
 * <p>A fault is raised for: a robot that is stopped, guided, idle or in its reflex; a state, a
 * Jacobian or a command that is too old; a controller that does not listen or has other parameters
 * than it was told; measured values beyond the cell's limits. While a camera shows nothing new the
 * arm waits, which is a stop but no fault.
 *
 * <p>When nothing comes from the robot any more, the line may be cut: as soon as the pose sent
 * rests, all that is under way is thrown away, so that nothing old moves the arm when the line is
 * back.
 *
 * <p>{@link #recover} returns at once and lets a recovery begin: the robot is asked to clear its
 * errors, a controller that does not run is started where the cell says how, gains are sent again.
 * Commands are taken meanwhile and followed afterwards. If it fails, a fault stands again.
 *
 * <p>A joint reset replaces the impedance controller for a while ({@link JointResetSequence}); a
 * pose that is commanded meanwhile, or a fault, calls it off.
 */
public final class FrankaArm implements Arm, AutoCloseable {
  private static final long FIRST_STATE_NS = TimeUnit.SECONDS.toNanos(3);

  /** How long a command waits for controller and parameters [ns]. */
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

  /** The same, of a robot that is started from here. */
  private static final long FIRST_START_NS = TimeUnit.SECONDS.toNanos(30);

  /** How long the poses of a stop have to arrive before a silent line is given up [ns]. */
  private static final long LAST_POSES_NS = TimeUnit.MILLISECONDS.toNanos(150);

  private static final long SERVICE_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long REST_NS = TimeUnit.SECONDS.toNanos(1);

  private enum Phase {
    READY,
    RECOVERING,
    RESETTING
  }

  private final FrankaNode node;
  private final RosGripper gripper;
  private final RobotCalls calls;
  private final Cell cell;
  private final RosLink ros;
  private final LongSupplier nowNs;
  private final LoopLimits limits;
  private final Gains gains;
  private final long staleNs;
  private final LoopRunner commands;
  private final LoopRunner services;

  // all below under this object's lock
  private final MeasuredLimits watch;
  private final StopLog stops = new StopLog();
  private final PoseStream poses;
  private Supplier<Optional<String>> sight = Optional::empty;
  private @Nullable FrankaReading reading;
  private final double[] jacobian = new double[ZeroJacobian.ROWS * ZeroJacobian.COLUMNS];
  private long jacobianNs = Long.MIN_VALUE / 2;
  private Phase phase = Phase.READY;
  private @Nullable ArmFault fault;
  private boolean closing;

  private boolean homing;
  private long commandedNs;
  private long waitingSinceNs;
  private boolean blind;
  private boolean renewed;
  private int returns;

  private @Nullable ArmRecovery recovery;
  private double[] homeward = {};
  private boolean resetDue;

  private FrankaArm(
      FrankaNode node,
      Cell cell,
      Consumer<ArmFault> onStop,
      LongSupplier nowNs,
      LongSupplier wallNs) {
    this.node = node;
    this.cell = cell;
    this.nowNs = nowNs;
    ros = cell.arm().ros().orElseThrow();
    limits = LoopLimits.of(cell);
    watch = new MeasuredLimits(limits);
    staleNs = TimeUnit.MILLISECONDS.toNanos(ros.staleMs());
    poses = new PoseStream(limits, ros, Workspace.of(cell.safety()), node::send, stops::sent);
    gains = new Gains(cell.arm(), cell.compliance(), nowNs.getAsLong());
    calls = new RobotCalls(this, node, ros, gains, onStop, nowNs);
    gripper = RosGripper.of(node.node(), cell, nowNs, wallNs);
    commands = new LoopRunner("franka-command", Math.round(1e9 / ros.rateHz()), this::tick, nowNs);
    services = new LoopRunner("franka-service", SERVICE_NS, this::serve, nowNs);
  }

  /**
   * Opens the node, waits a few seconds at most for a first state, and starts the threads. Sends
   * the cell's compliance and payload, starts the impedance controller where that is ours to do;
   * moves nothing.
   *
   * @param cell of kind ros1
   * @param onStop gets each stop, on a thread of the arm's
   * @param nowNs the workcell's clock [ns]
   * @param wallNs for stamps [ns]
   * @throws IllegalStateException if no state comes: one line with the remedy
   */
  static FrankaArm connect(
      Cell cell, Consumer<ArmFault> onStop, LongSupplier nowNs, LongSupplier wallNs) {
    RosLink ros = cell.arm().ros().orElseThrow();
    FrankaNode node;
    try {
      node = FrankaNode.open(ros, wallNs);
    } catch (RosException e) {
      throw new IllegalStateException(e.getMessage() + ": correct cell.arm.ros.host", e);
    }
    FrankaArm arm;
    try {
      arm = new FrankaArm(node, cell, onStop, nowNs, wallNs);
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    node.subscribe(ros, arm::take, arm::takeJacobian);
    try {
      arm.awaitFirstState();
    } catch (RuntimeException e) {
      arm.closeLinks();
      throw e;
    }
    arm.commands.start();
    arm.services.start();
    return arm;
  }

  private void awaitFirstState() {
    boolean launches = ros.jointReset().flatMap(JointReset::launching).isPresent();
    if (launches) {
      try {
        calls.startImpedance();
      } catch (RosException e) {
        throw new IllegalStateException(
            e.getMessage() + ": correct cell.arm.ros.jointReset.launching", e);
      }
    }
    long endNs = System.nanoTime() + (launches ? FIRST_START_NS : FIRST_STATE_NS);
    while (System.nanoTime() < endNs && !Thread.currentThread().isInterrupted()) {
      synchronized (this) {
        if (reading != null) {
          return;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    throw new IllegalStateException(
        "no state comes from %s of the master %s%s: start franka_ros, or correct cell.arm.ros"
            .formatted(ros.names().states(), ros.master(), node.complaint()));
  }

  /** What ended a thread of the arm, if something did. */
  Optional<Throwable> failure() {
    return commands.failure().or(services::failure);
  }

  // states, on threads of the node

  private synchronized void takeJacobian(double[] told) {
    System.arraycopy(told, 0, jacobian, 0, jacobian.length);
    jacobianNs = nowNs.getAsLong();
  }

  private synchronized void take(FrankaState told) {
    long now = nowNs.getAsLong();
    FrankaReading next;
    try {
      next = FrankaReading.of(told, jacobian, now);
    } catch (IllegalArgumentException e) {
      if (reading != null) {
        raise(
            ArmFault.Kind.NOT_FINITE,
            MeasuredLimits.Cause.STATE_NOT_FINITE.message(Double.NaN, 0, 0));
      }
      return;
    }
    if (reading == null) {
      watch.excuse(next.state().q());
    }
    reading = next;
    renewed = false;
    Optional<FrankaReading.Trouble> found = next.trouble();
    if (found.isPresent()) {
      begunAnew();
    }
    if (fault != null || phase == Phase.RECOVERING) {
      return;
    }
    stops.measured(next.state());
    boolean expected = phase == Phase.RESETTING && next.mode() == FrankaState.MODE_IDLE;
    if (found.isPresent() && !expected) {
      raise(found.get().kind(), found.get().message());
    } else {
      holdAgainstLimits(next.state());
    }
  }

  private void holdAgainstLimits(ArmState state) {
    // a Jacobian that is not of these joints tells no speed
    double[] V =
        state.timeNs() - jacobianNs <= staleNs
            ? FrankaReading.six(state.V_OE_O().v(), state.V_OE_O().w())
            : new double[6];
    double[] F = FrankaReading.six(state.F_E_E().f(), state.F_E_E().t());
    MeasuredLimits.Cause broken = watch.broken(state.q(), state.dq(), V, F, state.timeNs());
    if (broken != null) {
      raise(broken.kind(), broken.message(watch.value(), watch.bound(), watch.joint()));
    }
  }

  private static long ms(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns);
  }

  private FrankaReading latest() {
    if (reading == null) {
      throw new IllegalStateException("no state has come yet");
    }
    return reading;
  }

  // faults

  /** What was commanded is forgotten; the pose sent comes to rest from here on. */
  private void raise(ArmFault.Kind kind, String message) {
    if (fault != null || closing) {
      return;
    }
    fault = stops.add(kind, message, nowNs.getAsLong());
    recovery = null;
    calls.startDue(false);
    if (phase == Phase.RECOVERING) {
      phase = Phase.READY;
    }
    rest();
  }

  private void rest() {
    poses.rest();
    homing = false;
  }

  /** The controller holds where the arm stands when it begins again, with whatever parameters. */
  private void begunAnew() {
    poses.forgotten();
    gains.forgotten(nowNs.getAsLong());
  }

  /** What nobody has to tell: that nothing came in time. */
  private void lookAtTheClock(long now) {
    boolean lost = loses(now);
    if (fault != null || closing || phase == Phase.RECOVERING) {
      return;
    }
    long age = now - latest().state().timeNs();
    boolean commanded = poses.hasGoal() || homing;
    if (!node.node().isOpen()) {
      raise(
          ArmFault.Kind.COMMUNICATION,
          "the node "
              + FrankaNode.NAME
              + " was shut down from outside: end the other program of that name, then begin again");
    } else if (age > staleNs) {
      raise(
          ArmFault.Kind.COMMUNICATION,
          "the newest state is %d ms old, the bound is %d ms%s: check franka_ros and the network, then recover"
              .formatted(ms(age), ms(staleNs), node.complaint()));
    } else if (commanded && now - commandedNs > limits.staleAfterNs()) {
      raise(
          ArmFault.Kind.STALE_COMMAND,
          MeasuredLimits.Cause.COMMAND_AGE.message(
              (now - commandedNs) * 1e-9, limits.staleAfterNs() * 1e-9, 0));
    } else if (phase == Phase.READY) {
      // what is silent altogether is soon told for what it is
      lookAtTheController(lost && (node.listeners() == 0 || age < staleNs / 2), now);
    }
  }

  /** Whether the controller that was sent poses is gone; whatever stands, it will begin anew. */
  private boolean loses(long now) {
    if (poses.begun() && node.returns() != returns) { // it lacks what was sent while it was away
      begunAnew();
    }
    boolean deaf = node.listeners() == 0;
    boolean lost = poses.begun() && (deaf || now - jacobianNs > staleNs);
    if (lost && deaf) {
      begunAnew();
    } else if (lost) { // it may still be there, unseen
      poses.doubtful();
      gains.forgotten(now);
    }
    return lost;
  }

  private void lookAtTheController(boolean lost, long now) {
    String lacking = lacking(now);
    if (lost) {
      raise(
          ArmFault.Kind.COMMUNICATION, lacking + ": start the impedance controller, then recover");
    } else if (!poses.hasGoal() || lacking.isEmpty()) {
      waitingSinceNs = now;
    } else if (now - waitingSinceNs > PATIENCE_NS) {
      raise(
          ArmFault.Kind.COMMUNICATION,
          "a command has waited %d ms because %s%s: start the impedance controller, then recover"
              .formatted(ms(now - waitingSinceNs), lacking, troubles().orElse(node.complaint())));
    }
  }

  /** Why calls failed, as " (why)". */
  private Optional<String> troubles() {
    String trouble = calls.trouble();
    return trouble.isEmpty() ? Optional.empty() : Optional.of(" (" + trouble + ")");
  }

  /** What the controller lacks for a command to be sent; empty if nothing. */
  private String lacking(long now) {
    if (node.listeners() == 0) {
      return "nobody listens on " + ros.names().controller() + "/equilibrium_pose";
    } else if (now - jacobianNs > staleNs) {
      return "no Jacobian comes from " + ros.names().controller();
    } else if (!gains.inForce(now)) {
      return "the gains could not be set";
    }
    return "";
  }

  // poses, on the sending thread

  private synchronized void tick() {
    long now = nowNs.getAsLong();
    lookAtTheClock(now);
    if (recovery != null) {
      recover(recovery, now);
    }
    if (phase == Phase.READY && fault == null && resetDue && poses.resting()) {
      beginReset();
    }
    if (phase == Phase.READY && fault == null && poses.hasGoal() && poses.steady()) {
      follow(now);
    } else if (!poses.resting()) {
      poses.brake(now);
    } else if (!renewed && now - latest().state().timeNs() > staleNs + LAST_POSES_NS) {
      renewed = true;
      node.node().renewLinks();
      begunAnew();
    } else if (fault != null && poses.begun() && lacking(now).isEmpty()) {
      poses.settle(latest().state().X_OE(), now);
    }
  }

  private void follow(long now) {
    RigidTransform X_OE = latest().state().X_OE();
    if (!poses.begun()) {
      if (!lacking(now).isEmpty() || !latest().sound()) {
        return;
      }
      poses.begin(X_OE);
      returns = node.returns();
    }
    Optional<String> darkness = sight.get();
    if (darkness.isEmpty()) {
      poses.follow(X_OE, now);
    } else {
      if (!blind) {
        stops.add(ArmFault.Kind.CAMERA, darkness.get(), now);
      }
      poses.await(now);
    }
    blind = darkness.isPresent();
  }

  // recovery

  /** One look at a robot that is to come back. */
  private void recover(ArmRecovery under, long now) {
    FrankaReading newest = latest();
    // what came before tells of the time before
    long sinceNs = Math.max(under.begunNs(), now - staleNs);
    boolean fresh = newest.state().timeNs() > sinceNs;
    boolean running = node.listeners() > 0 && jacobianNs > sinceNs;
    ArmRecovery.Sight sight =
        new ArmRecovery.Sight(newest, fresh, running, node.hearsRecovery(), amiss(fresh, now));
    switch (under.step(sight, now)) {
      case CLEAR_ERRORS -> node.recoverErrors();
      case START_CONTROLLER -> calls.startDue(true);
      case GIVE_UP -> raise(under.failure().kind(), under.failure().message());
      case DONE -> {
        phase = Phase.READY;
        recovery = null;
        calls.startDue(false);
        waitingSinceNs = now;
        gains.sendAgain(now);
        watch.release();
        watch.excuse(newest.state().q());
      }
      case WAIT -> {}
    }
  }

  private String amiss(boolean fresh, long now) {
    String why = fresh ? lacking(now) : "no new state comes" + node.complaint();
    return why + troubles().orElse("");
  }

  /**
   * @param stopped whether the impedance controller was stopped from here
   */
  private void beginRecovery(boolean stopped) {
    phase = Phase.RECOVERING;
    recovery = new ArmRecovery(calls.canSwitch(), stopped, nowNs.getAsLong());
  }

  // on the thread of calls that wait for somebody

  private void serve() {
    gripper.tick(nowNs.getAsLong());
    calls.tellStops();
    boolean open;
    synchronized (this) {
      open = !closing;
    }
    if (open) {
      calls.step();
    }
  }

  synchronized List<ArmFault> takeUntold() {
    return stops.takeUntold();
  }

  synchronized FrankaReading newest() {
    return latest();
  }

  /** Whether a joint reset that is under way is still to be done. */
  synchronized boolean wantsReset() {
    return homing && fault == null;
  }

  /** Raises a fault if none stands. */
  synchronized void stop(ArmFault.Kind kind, String message) {
    raise(kind, message);
  }

  /**
   * A joint reset is over.
   *
   * @param problem why the joints are not where they should be; empty if they are
   */
  synchronized void resetEnded(String problem) {
    phase = Phase.READY;
    if (!problem.isEmpty()) {
      raise(ArmFault.Kind.JOINT_RESET, problem);
    }
    if (fault == null) {
      beginRecovery(true);
    }
  }

  // the port

  @Override
  public synchronized ArmState state() {
    return latest().state();
  }

  @Override
  public synchronized void moveTo(RigidTransform X_OD) {
    double sum = X_OD.p().x() + X_OD.p().y() + X_OD.p().z();
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException(
          "the commanded position " + X_OD.p() + " is not finite: check the action");
    }
    long now = nowNs.getAsLong();
    lookAtTheClock(now);
    if (fault == null) {
      if (!poses.hasGoal()) {
        waitingSinceNs = now;
      }
      poses.goal(X_OD);
      homing = false;
      commandedNs = now;
    }
  }

  @Override
  public double[] home() {
    return cell.arm().home().toArray();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the cell says nothing about joint resets
   */
  @Override
  public synchronized void moveJoints(double[] q) {
    limits.requireJoints(q);
    if (!calls.canSwitch()) {
      throw new IllegalArgumentException(
          "joints cannot be reset: give cell.arm.ros.jointReset in the file of cell "
              + cell.name());
    }
    long now = nowNs.getAsLong();
    lookAtTheClock(now);
    if (fault != null) {
      return;
    }
    commandedNs = now;
    if (homing && Arrays.equals(q, homeward)) {
      return;
    }
    poses.rest();
    homing = true;
    homeward = q.clone();
    resetDue = true;
  }

  /** A reset begins when the pose sent rests and no other reset or recovery is under way. */
  private void beginReset() {
    JointReset config = ros.jointReset().orElseThrow();
    resetDue = false;
    if (latest().away(homeward, config.tolerance()).isEmpty()) {
      return;
    }
    calls.reset(config, homeward);
    phase = Phase.RESETTING;
    begunAnew();
  }

  @Override
  public synchronized void comply(Compliance compliance) {
    gains.want(compliance, nowNs.getAsLong());
  }

  @Override
  public synchronized void confine(Workspace workspace) {
    poses.confine(workspace);
  }

  @Override
  public synchronized Optional<ArmFault> fault() {
    lookAtTheClock(nowNs.getAsLong());
    return Optional.ofNullable(fault);
  }

  @Override
  public synchronized void recover() {
    if (fault == null) {
      return;
    }
    fault = null;
    stops.forgetMotion();
    watch.release();
    watch.excuse(latest().state().q());
    rest();
    resetDue = false;
    if (phase != Phase.RESETTING) { // else its end begins the recovery
      beginRecovery(false);
    }
  }

  /** The last stops, faults and others, oldest first. */
  public synchronized List<ArmFault> stops() {
    return stops.last();
  }

  /**
   * Has the arm wait while there is something that keeps it from seeing.
   *
   * @param sight what keeps it, if anything does; asked before each pose, so it must not wait
   */
  synchronized void watch(Supplier<Optional<String>> sight) {
    this.sight = sight;
  }

  Gripper gripper() {
    return gripper;
  }

  /** The bench's node; the arm closes it. */
  RosNode node() {
    return node.node();
  }

  /** Brings the pose sent to rest, ends the threads and leaves the graph. */
  @Override
  public void close() {
    synchronized (this) {
      rest();
      closing = true;
    }
    long endNs = System.nanoTime() + REST_NS;
    while (moves() && System.nanoTime() < endNs && commands.failure().isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    commands.close();
    closeLinks();
  }

  private synchronized boolean moves() {
    return !poses.resting();
  }

  /** A call that still waits for the robot keeps its thread, a daemon, for its deadline at most. */
  private void closeLinks() {
    try {
      services.close();
    } catch (IllegalStateException e) {
      // it waits for the robot
    }
    calls.tellStops();
    calls.close();
    node.close();
  }
}
