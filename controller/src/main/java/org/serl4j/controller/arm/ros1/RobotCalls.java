package org.serl4j.controller.arm.ros1;

import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.hardware.JointReset;
import org.serl4j.hardware.RosLink;

/**
 * The calls that wait for the robot's side, one after the other on a thread of their own: joint
 * reset, start of the impedance controller, payload, gains; beside them the telling of stops. The
 * arm says under its lock what is due; neither its lock nor this object's is held during a call. A
 * call that failed is made again, and is the {@link #trouble} meanwhile.
 */
final class RobotCalls {
  private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(250);

  private final FrankaArm arm;
  private final FrankaNode node;
  private final RosLink ros;
  private final Gains gains;
  private final Consumer<ArmFault> onStop;
  private final LongSupplier nowNs;
  private final @Nullable Controllers controllers;

  // below under this object's lock, which is taken after the arm's
  private boolean startDue;
  private boolean loadDue;
  private @Nullable JointResetSequence reset;
  private long retryNs = Long.MIN_VALUE;
  private String trouble = "";

  /**
   * @param onStop gets each stop
   */
  RobotCalls(
      FrankaArm arm,
      FrankaNode node,
      RosLink ros,
      Gains gains,
      Consumer<ArmFault> onStop,
      LongSupplier nowNs) {
    this.arm = arm;
    this.node = node;
    this.ros = ros;
    this.gains = gains;
    this.onStop = onStop;
    this.nowNs = nowNs;
    controllers = ros.jointReset().map(how -> Controllers.of(node.node(), ros, how)).orElse(null);
    loadDue = ros.payload().isPresent();
  }

  // what is due, on any thread

  /** Whether controllers can be started and stopped from here. */
  boolean canSwitch() {
    return controllers != null;
  }

  /** Starts the impedance controller now, on the calling thread. */
  void startImpedance() throws RosException {
    if (controllers != null) {
      controllers.startImpedance();
    }
  }

  /** Whether the impedance controller is to be started. */
  synchronized void startDue(boolean due) {
    startDue = due;
  }

  /**
   * Begins a joint reset, whose end {@link FrankaArm#resetEnded} is told.
   *
   * @param target 7 joint positions [rad] (not modified)
   */
  synchronized void reset(JointReset how, double[] target) {
    reset =
        new JointResetSequence(
            how, Objects.requireNonNull(controllers), node.node().parameters(), target);
    loadDue = ros.payload().isPresent();
  }

  /** Why the newest calls failed; empty if they did not. */
  synchronized String trouble() {
    return trouble;
  }

  private synchronized void trouble(String why) {
    trouble = why;
  }

  // the calls, on the thread that waits

  /** Makes the calls that are due. */
  void step() {
    long now = nowNs.getAsLong();
    synchronized (this) {
      if (now < retryNs) {
        return;
      }
    }
    try {
      resetJoints(now);
      startIfDue();
      tellLoad();
      tune();
      trouble("");
    } catch (RosException e) {
      synchronized (this) {
        trouble = String.valueOf(e.getMessage());
        retryNs = nowNs.getAsLong() + RETRY_NS;
      }
    }
  }

  /** Tells the stops that were not told yet. */
  void tellStops() {
    try {
      arm.takeUntold().forEach(onStop);
    } catch (UncheckedIOException e) {
      trouble(String.valueOf(e.getMessage())); // a full disk must not end the arm's thread
    }
  }

  private void startIfDue() throws RosException {
    synchronized (this) {
      if (!startDue) {
        return;
      }
    }
    startImpedance();
    startDue(false);
  }

  private void tune() throws RosException {
    synchronized (this) {
      if (reset != null) {
        return;
      }
    }
    Optional<String> difference = gains.send(node);
    if (difference.isPresent()) {
      arm.stop(
          ArmFault.Kind.COMMUNICATION,
          "the controller has "
              + difference.get()
              + ": use SERL's controller, or gains that it takes, then recover");
    }
  }

  private void tellLoad() throws RosException {
    synchronized (this) {
      if (!loadDue || (reset != null && !reset.stopped())) {
        return;
      }
    }
    Optional<String> refusal = node.load(ros.payload().orElseThrow());
    synchronized (this) {
      loadDue = false; // while a controller runs it would be refused again
    }
    if (refusal.isPresent()) {
      arm.stop(
          ArmFault.Kind.COMMUNICATION,
          "the robot does not take its payload ("
              + refusal.get()
              + "): recover and reset the joints, which tells it while no controller runs");
    }
  }

  private synchronized @Nullable JointResetSequence underWay() {
    return reset;
  }

  private void resetJoints(long now) throws RosException {
    JointResetSequence sequence = underWay();
    if (sequence == null) {
      return;
    }
    try {
      sequence.step(now, arm.newest(), arm.wantsReset());
    } catch (RosException e) {
      arm.stop(
          ArmFault.Kind.JOINT_RESET,
          "the joint reset stopped: " + e.getMessage() + ": check the robot's side, then recover");
    }
    if (sequence.isOver()) {
      synchronized (this) {
        reset = null;
      }
      arm.resetEnded(sequence.problem());
    }
  }

  /** Ends what was begun on the robot's side. */
  void close() {
    if (controllers == null) {
      return;
    }
    if (underWay() != null) {
      try {
        controllers.stop();
      } catch (RosException e) {
        // the robot's side is gone or does not answer
      }
    }
    controllers.close();
  }
}
