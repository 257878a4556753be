package org.serl4j.controller.arm.ros1;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.arm.ArmCommand;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.loop.LoopLimits;
import org.serl4j.controller.loop.PoseTravel;
import org.serl4j.controller.loop.ReferenceGovernor;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.RosLink;

/**
 * The poses on their way to the controller: the goal's {@link PoseTravel}, then the {@link
 * ReferenceGovernor}, one step a period. Not thread-safe: under the arm's lock.
 */
final class PoseStream {
  /** A pose that does not change is sent this often all the same [ns]. */
  private static final long REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PoseTravel travel;
  private final ReferenceGovernor governor;
  private final Workspace cellLimits;
  private final Consumer<double[]> wire;
  private final Consumer<ArmCommand> note;
  private final double[] target = new double[PoseArray.SIZE];
  private SafetyEnvelope envelope;
  private boolean begun;
  private boolean doubtful;
  private boolean waiting;
  private boolean settling;
  private @Nullable ArmCommand sent;

  /**
   * @param wire gets each pose to send, a {@code PoseArray} that is not kept
   * @param note gets what was sent and when
   */
  PoseStream(
      LoopLimits limits,
      RosLink ros,
      Workspace cellLimits,
      Consumer<double[]> wire,
      Consumer<ArmCommand> note) {
    double step = 1 / ros.rateHz();
    this.cellLimits = cellLimits;
    this.wire = wire;
    this.note = note;
    envelope = new SafetyEnvelope(List.of(cellLimits));
    travel =
        new PoseTravel(
            limits.referenceSpeed(),
            limits.referenceTurnRate(),
            step,
            new SafetyEnvelope(List.of(cellLimits)));
    governor =
        new ReferenceGovernor(
            limits.referenceSpeed(),
            limits.referenceTurnRate(),
            ros.maxAcceleration(),
            ros.maxTurnAcceleration(),
            step);
  }

  void confine(Workspace workspace) {
    List<Workspace> workspaces = List.of(workspace, cellLimits);
    envelope = new SafetyEnvelope(workspaces);
    travel.confine(new SafetyEnvelope(workspaces));
  }

  /** Where to, from now on, behind the envelope. */
  void goal(RigidTransform X_OD) {
    travel.goal(envelope.clip(X_OD));
  }

  boolean hasGoal() {
    return travel.hasGoal();
  }

  /** Forgets the goal. */
  void rest() {
    travel.rest();
    settling = false;
    waiting = false;
  }

  /** Whether poses were sent since the controller began: then it holds the last of them. */
  boolean begun() {
    return begun && !doubtful;
  }

  /**
   * No controller follows any more: nothing is sent, and the way will begin at the measured pose,
   * where a controller that begins holds by itself.
   */
  void forgotten() {
    begun = false;
    doubtful = false;
    System.arraycopy(governor.X_OD(), 0, target, 0, PoseArray.SIZE);
    governor.start(target);
  }

  /** The same, but a controller may still follow: the stop is made first. */
  void doubtful() {
    doubtful = begun;
  }

  /**
   * Whether a step towards a goal may be made: not in a stop that something doubtful called for.
   */
  boolean steady() {
    return !doubtful || resting();
  }

  boolean resting() {
    return governor.resting();
  }

  /** Begins at the measured pose, where the controller holds. */
  void begin(RigidTransform X_OE) {
    PoseArray.set(X_OE, target);
    governor.start(target);
    begun = true;
    doubtful = false;
  }

  /** One step towards the goal. */
  void follow(RigidTransform X_OE, long nowNs) {
    if (waiting || governor.blocked()) {
      travel.place(PoseArray.toTransform(governor.X_OD()));
    }
    waiting = false;
    PoseArray.set(travel.step(X_OE), target);
    governor.step(target, envelope);
    send(nowNs);
  }

  /** One step of a stop after which the same goal is followed again. */
  void await(long nowNs) {
    waiting = true;
    governor.brake();
    send(nowNs);
  }

  /** One step of a stop. */
  void brake(long nowNs) {
    governor.brake();
    send(nowNs);
  }

  /** At rest after a stop: one step to where the arm stands, so that it presses on nothing. */
  void settle(RigidTransform X_OE, long nowNs) {
    if (!settling) {
      settling = true;
      PoseArray.set(envelope.clip(X_OE), target);
    }
    governor.step(target, envelope);
    if (!governor.resting()) {
      send(nowNs);
    }
  }

  /** Sends the governor's pose if it is another one, or was sent a while ago. */
  private void send(long nowNs) {
    RigidTransform X_OD = PoseArray.toTransform(governor.X_OD());
    ArmCommand last = sent;
    if (last == null || !last.X_OD().equals(X_OD) || nowNs - last.timeNs() >= REPEAT_NS) {
      sent = new ArmCommand(nowNs, X_OD);
      note.accept(sent);
      wire.accept(governor.X_OD());
    }
  }
}
