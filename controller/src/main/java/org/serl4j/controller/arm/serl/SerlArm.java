package org.serl4j.controller.arm.serl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.loop.LoopLimits;
import org.serl4j.controller.loop.LoopRunner;
import org.serl4j.controller.loop.MeasuredLimits;
import org.serl4j.controller.loop.PoseTravel;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.ArmLink;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.Compliance;

/**
 * An arm behind a SERL server. Two threads talk to it, each with one call at a time: one fetches
 * states, one sends what is newest of clearing, parameters, gripper and pose. No call of the port
 * waits for either.
 *
 * <p>On the way to the wire a pose passes, in this order: the safety envelope of cell and task; the
 * setpoint's {@link PoseTravel}.
 *
 * <p>A state older than the cell allows, the same state for too long, a call that is refused, or
 * none that succeeds for as long, is a COMMUNICATION fault; measured values are held against the
 * cell's limits as at every arm. On a fault the measured pose is sent once, as soon as it can be,
 * so that the arm holds where it stands. {@link #recover} clears the server's errors too, and sends
 * the parameters again, because a server that was started anew has forgotten them.
 *
 * <p>A joint reset is the server's own: it goes to the server's target, which should be the cell's
 * home, and cannot be ended early.
 */
public final class SerlArm implements Arm, AutoCloseable {
  /** A pose that does not change is sent this often all the same [ns]: SERL's rate. */
  private static final long REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long FIRST_STATE_MS = 3_000;
  private static final long RESET_MS = 60_000;
  private static final int FAULT_STATES = 50;

  /** The cell's home and the positions asked for may differ by rounding [rad]. */
  private static final double SAME_JOINT = 1e-3;

  private final ServerLink link;
  private final LongSupplier nowNs;
  private final LoopLimits limits;
  private final Workspace cellLimits;
  private final double[] home;
  private final long callMs;
  private final long staleNs;
  private final long frozenNs;
  private final SerlGripper gripper;
  private final LoopRunner states;
  private final LoopRunner commands;

  // all below under this object's lock
  private final MeasuredLimits watch;
  private final Deque<ArmState> led = new ArrayDeque<>();
  private final PoseTravel travel;
  private SafetyEnvelope envelope;
  private ArmState latest;
  private long changedNs;
  private String trouble = "";
  private @Nullable ArmFault fault;
  private boolean homing;
  private long commandedNs;
  private long answeredNs;
  private boolean closing;

  private Compliance compliance;
  private boolean parametersDue;
  private boolean clearDue;
  private boolean holdDue;
  private boolean resetDue;
  private boolean resetting;
  private @Nullable GripperCall gripperDue;

  private @Nullable RigidTransform sent;
  private long sentNs;

  private record GripperCall(String route, @Nullable JsonNode body) {}

  private SerlArm(ServerLink link, Cell cell, LongSupplier nowNs, ServerState first) {
    this.link = link;
    this.nowNs = nowNs;
    ArmLink config = cell.arm().link().orElseThrow();
    limits = LoopLimits.of(cell);
    watch = new MeasuredLimits(limits);
    cellLimits = Workspace.of(cell.safety());
    home = cell.arm().home().toArray();
    callMs = config.staleMs();
    staleNs = TimeUnit.MILLISECONDS.toNanos(config.staleMs());
    frozenNs = TimeUnit.MILLISECONDS.toNanos(config.frozenMs());
    travel =
        new PoseTravel(
            limits.referenceSpeed(),
            limits.referenceTurnRate(),
            1 / config.rateHz(),
            new SafetyEnvelope(List.of(cellLimits)));
    envelope = new SafetyEnvelope(List.of(cellLimits));
    compliance = cell.compliance();
    parametersDue = true;
    gripper = new SerlGripper(cell.gripper().openWidth(), this::command);
    long now = nowNs.getAsLong();
    latest = first.armState(now);
    gripper.measure(first.gripper(), now);
    changedNs = now;
    answeredNs = now;
    watch.excuse(latest.q());
    long periodNs = Math.round(1e9 / config.rateHz());
    states = new LoopRunner("serl-state", periodNs, this::poll, System::nanoTime);
    commands = new LoopRunner("serl-command", periodNs, this::send, System::nanoTime);
  }

  /**
   * Waits for a first state, a few seconds at most, and starts the threads. Sends the cell's
   * compliance; moves nothing.
   *
   * @param cell of kind serl
   * @param nowNs the workcell's clock [ns]
   * @throws IllegalStateException if the server tells no state: one line with the remedy
   */
  static SerlArm connect(Cell cell, Optional<AccessToken> token, LongSupplier nowNs) {
    ServerLink link = new ServerLink(cell.arm().link().orElseThrow(), token);
    try {
      ServerState first = link.state(FIRST_STATE_MS);
      if (!first.finite()) {
        throw new LinkException(
            "getstate: a number is not finite, or the quaternion not of norm 1");
      }
      SerlArm arm = new SerlArm(link, cell, nowNs, first);
      arm.states.start();
      arm.commands.start();
      return arm;
    } catch (LinkException e) {
      link.close();
      throw new IllegalStateException(
          "the arm's server does not answer: " + e.line() + ": start it, or correct cell.arm.link",
          e);
    }
  }

  /** What ended a thread of the arm, if something did. */
  Optional<Throwable> failure() {
    return states.failure().or(commands::failure);
  }

  // states

  private void poll() {
    long askedNs = nowNs.getAsLong();
    try {
      take(link.state(callMs), askedNs);
    } catch (LinkException e) {
      troubled(e);
    }
  }

  private synchronized void troubled(LinkException e) {
    trouble = e.line();
    if (e.refused()) {
      raise(ArmFault.Kind.COMMUNICATION, e.line() + ": check the server, then recover");
      // it would refuse this too
      holdDue = false;
    }
  }

  private synchronized void take(ServerState told, long askedNs) {
    if (!told.finite()) {
      raise(
          ArmFault.Kind.NOT_FINITE,
          MeasuredLimits.Cause.STATE_NOT_FINITE.message(Double.NaN, 0, 0));
      return;
    }
    if (!Arrays.equals(told.q(), latest.q()) || !Arrays.equals(told.dq(), latest.dq())) {
      changedNs = askedNs;
    }
    latest = told.armState(askedNs);
    trouble = "";
    gripper.measure(told.gripper(), askedNs);
    if (fault != null) {
      return;
    }
    led.addLast(latest);
    if (led.size() > FAULT_STATES) {
      led.removeFirst();
    }
    double[] wrench = Arrays.copyOf(told.force(), 6);
    System.arraycopy(told.torque(), 0, wrench, 3, 3);
    MeasuredLimits.Cause broken = watch.broken(told.q(), told.dq(), told.vel(), wrench, askedNs);
    if (broken != null) {
      raise(broken.kind(), broken.message(watch.value(), watch.bound(), watch.joint()));
    } else if (frozenNs > 0 && !resetting && askedNs - changedNs > frozenNs) {
      raise(
          ArmFault.Kind.COMMUNICATION,
          "the server has told the same state for %d ms, the bound is %d ms: restart it, then recover"
              .formatted(ms(askedNs - changedNs), ms(frozenNs)));
    }
  }

  private static long ms(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns);
  }

  /** The arm holds from here on: what was commanded is forgotten. */
  private void raise(ArmFault.Kind kind, String message) {
    if (fault == null) {
      fault = new ArmFault(kind, message, nowNs.getAsLong(), new ArrayList<>(led));
      rest();
      holdDue = true;
    }
  }

  private void rest() {
    travel.rest();
    homing = false;
    resetDue = false;
  }

  /** What nobody has to tell: that nothing came in time. */
  private void lookAtTheClock() {
    if (fault != null || closing) {
      return;
    }
    long now = nowNs.getAsLong();
    boolean commanded = travel.hasGoal() || homing;
    if (now - latest.timeNs() > staleNs) {
      raise(ArmFault.Kind.COMMUNICATION, silence("the newest state", now - latest.timeNs()));
    } else if (commanded && now - commandedNs > limits.staleAfterNs()) {
      raise(
          ArmFault.Kind.STALE_COMMAND,
          MeasuredLimits.Cause.COMMAND_AGE.message(
              (now - commandedNs) * 1e-9, limits.staleAfterNs() * 1e-9, 0));
    } else if (travel.begun() && !resetting && now - answeredNs > staleNs + REPEAT_NS) {
      raise(ArmFault.Kind.COMMUNICATION, silence("the last pose taken", now - answeredNs));
    }
  }

  private String silence(String what, long ageNs) {
    return "%s is %d ms old, the bound is %d ms%s: check server and network, then recover"
        .formatted(what, ms(ageNs), ms(staleNs), trouble.isEmpty() ? "" : " (" + trouble + ")");
  }

  private boolean fresh() {
    return nowNs.getAsLong() - latest.timeNs() <= staleNs;
  }

  // commands

  private void send() {
    try {
      if (take(Due.CLEAR)) {
        call("clearerr", null, callMs, Due.CLEAR);
      }
      if (take(Due.PARAMETERS)) {
        call("update_param", parameters(), callMs, Due.PARAMETERS);
      }
      sendGripper();
      if (take(Due.RESET)) {
        resetJoints();
      }
      Outgoing pose = next();
      if (pose != null) {
        link.post("pose", body(pose.X), callMs);
        answered(pose);
      }
    } catch (LinkException e) {
      troubled(e);
    }
  }

  /** What is to be sent once; what did not get through is due again. */
  private enum Due {
    CLEAR,
    PARAMETERS,
    RESET
  }

  private synchronized boolean take(Due what) {
    boolean due =
        switch (what) {
          case CLEAR -> clearDue;
          case PARAMETERS -> parametersDue;
          case RESET -> resetDue;
        };
    set(what, false);
    return due;
  }

  private void set(Due what, boolean due) {
    switch (what) {
      case CLEAR -> clearDue = due;
      case PARAMETERS -> parametersDue = due;
      case RESET -> resetDue = due;
    }
  }

  private void call(String route, @Nullable JsonNode body, long timeoutMs, Due what)
      throws LinkException {
    try {
      link.post(route, body, timeoutMs);
    } catch (LinkException e) {
      synchronized (this) {
        set(what, !e.refused());
      }
      throw e;
    }
  }

  private synchronized JsonNode parameters() {
    return ComplianceParameters.toJson(compliance);
  }

  private synchronized @Nullable GripperCall takeGripper() {
    GripperCall call = gripperDue;
    gripperDue = null;
    return call;
  }

  private void sendGripper() throws LinkException {
    GripperCall call = takeGripper();
    if (call == null) {
      return;
    }
    try {
      link.post(call.route, call.body, callMs);
    } catch (LinkException e) {
      synchronized (this) {
        gripperDue = e.refused() || gripperDue != null ? gripperDue : call;
      }
      throw e;
    }
  }

  private void command(String route, double widthM) {
    JsonNode body =
        route.equals("move_gripper")
            ? JsonNodeFactory.instance
                .objectNode()
                .put("gripper_pos", Math.round(widthM * ServedArm.GRIPPER_STEPS_PER_METRE))
            : null;
    synchronized (this) {
      gripperDue = new GripperCall(route, body);
    }
  }

  /** Lasts as long as the arm takes; states go on meanwhile. */
  private void resetJoints() throws LinkException {
    synchronized (this) {
      resetting = true;
    }
    try {
      link.post("jointreset", null, RESET_MS);
    } catch (LinkException e) {
      synchronized (this) {
        raise(ArmFault.Kind.COMMUNICATION, e.line() + ": check the arm, then recover");
      }
      throw e;
    } finally {
      synchronized (this) {
        resetting = false;
        changedNs = nowNs.getAsLong();
        answeredNs = changedNs;
      }
    }
  }

  /**
   * A pose on its way to the server.
   *
   * @param hold whether it is there to make the arm hold
   */
  private record Outgoing(RigidTransform X, boolean hold) {}

  private static JsonNode body(RigidTransform X) {
    return JsonNodeFactory.instance.objectNode().set("arr", ServerState.array(ServerState.pose(X)));
  }

  /** The pose that is to be sent now; null for none. */
  private synchronized @Nullable Outgoing next() {
    lookAtTheClock();
    RigidTransform X_OE = latest.X_OE();
    if (fault != null || !travel.hasGoal()) {
      return holdDue && fresh() ? new Outgoing(X_OE, true) : null;
    }
    holdDue = false;
    if (!travel.begun()) {
      answeredNs = nowNs.getAsLong();
    }
    RigidTransform X = travel.step(X_OE);
    boolean repeated = X.equals(sent) && nowNs.getAsLong() - sentNs < REPEAT_NS;
    return repeated ? null : new Outgoing(X, false);
  }

  private synchronized void answered(Outgoing pose) {
    sent = pose.X;
    sentNs = nowNs.getAsLong();
    answeredNs = sentNs;
    // a pose that was under way when the fault was raised is not the one that makes it hold
    holdDue &= !pose.hold;
  }

  // the port

  @Override
  public synchronized ArmState state() {
    return latest;
  }

  @Override
  public synchronized void moveTo(RigidTransform X_OD) {
    double sum = X_OD.p().x() + X_OD.p().y() + X_OD.p().z();
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException(
          "the commanded position " + X_OD.p() + " is not finite: check the action");
    }
    lookAtTheClock();
    if (fault == null) {
      travel.goal(envelope.clip(X_OD));
      homing = false;
      resetDue = false;
      commandedNs = nowNs.getAsLong();
    }
  }

  @Override
  public double[] home() {
    return home.clone();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if they are not the cell's home, because the server goes
   *     to its own target
   */
  @Override
  public synchronized void moveJoints(double[] q) {
    limits.requireJoints(q);
    for (int i = 0; i < q.length; i++) {
      if (Math.abs(q[i] - home[i]) > SAME_JOINT) {
        throw new IllegalArgumentException(
            "joint %d cannot go to %.4g rad: a SERL server resets joints to its own target alone"
                .formatted(i + 1, q[i]));
      }
    }
    lookAtTheClock();
    if (fault == null) {
      commandedNs = nowNs.getAsLong();
      if (!homing) {
        rest();
        homing = true;
        resetDue = true;
      }
    }
  }

  @Override
  public synchronized void comply(Compliance compliance) {
    this.compliance = compliance;
    parametersDue = true;
  }

  @Override
  public synchronized void confine(Workspace workspace) {
    List<Workspace> workspaces = List.of(workspace, cellLimits);
    envelope = new SafetyEnvelope(workspaces);
    travel.confine(new SafetyEnvelope(workspaces));
  }

  @Override
  public synchronized Optional<ArmFault> fault() {
    lookAtTheClock();
    return Optional.ofNullable(fault);
  }

  @Override
  public synchronized void recover() {
    if (fault == null) {
      return;
    }
    fault = null;
    led.clear();
    watch.release();
    watch.excuse(latest.q());
    changedNs = nowNs.getAsLong();
    rest();
    clearDue = true;
    parametersDue = true;
    holdDue = true;
  }

  Gripper gripper() {
    return gripper;
  }

  /** The pose that the server took last. */
  synchronized Optional<RigidTransform> sent() {
    return Optional.ofNullable(sent);
  }

  /** Has the arm hold where it stands, if the server answers in time, and ends the threads. */
  @Override
  public void close() {
    RigidTransform X_OE;
    synchronized (this) {
      closing = true;
      X_OE = fresh() && travel.begun() ? latest.X_OE() : null;
      rest();
    }
    if (X_OE != null) {
      try {
        link.post("pose", body(X_OE), callMs);
      } catch (LinkException e) {
        // the server holds the last pose by itself
      }
    }
    link.close();
    states.close();
    commands.close();
  }
}
