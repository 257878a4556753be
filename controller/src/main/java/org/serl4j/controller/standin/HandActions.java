package org.serl4j.controller.standin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.ActionType.Progress;
import org.serl4j.controller.ros1.message.FrankaActions;
import org.serl4j.controller.ros1.message.FrankaActions.Grasp;
import org.serl4j.controller.ros1.message.FrankaActions.Move;
import org.serl4j.controller.ros1.message.FrankaActions.Nothing;
import org.serl4j.controller.ros1.message.FrankaActions.Report;
import org.serl4j.controller.ros1.message.Header;
import org.serl4j.controller.ros1.message.JointStates;

/**
 * The Franka Hand: {@code /franka_gripper} with move, grasp, homing, stop and joint states. Speed
 * and force are those of the cell's gripper, whatever a goal says. A goal of one action ends what
 * another was doing, as the hand has but one pair of fingers.
 *
 * <p>{@link #look} and {@link #publish} are one thread's; goals come on those of the node.
 */
final class HandActions {
  static final String NAME = "/franka_gripper";

  // what the hand moves to is where it says it is within that [m]
  private static final double MOVE_TOLERANCE = 0.002;

  // the fingers need a moment before they are seen to move
  private static final long BEGIN_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final List<String> FINGERS = List.of("panda_finger_joint1", "panda_finger_joint2");
  private static final Report PREEMPTED = new Report(false, "preempted");

  private final Gripper gripper;
  private final LongSupplier nowNs;
  private final double openWidthM;
  private final WallTime time;
  private final Publisher<JointStates> joints;
  private final List<ActionServer<?, ?, ?>> servers;
  private int seq;
  private long commands; // guarded by this

  /**
   * @param openWidthM of the cell's gripper [m]
   * @param nowNs the simulation's clock, as of its last tick [ns]
   */
  HandActions(RosNode node, Gripper gripper, double openWidthM, LongSupplier nowNs, WallTime time) {
    this.gripper = gripper;
    this.openWidthM = openWidthM;
    this.nowNs = nowNs;
    this.time = time;
    joints = node.publish(NAME + "/joint_states", JointStates.TYPE, false, 10);
    servers =
        List.of(
            new ActionServer<>(
                node,
                NAME + "/move",
                FrankaActions.MOVE,
                time,
                this::move,
                PREEMPTED,
                Nothing.NOTHING),
            new ActionServer<>(
                node,
                NAME + "/grasp",
                FrankaActions.GRASP,
                time,
                this::grasp,
                PREEMPTED,
                Nothing.NOTHING),
            new ActionServer<>(
                node,
                NAME + "/homing",
                FrankaActions.HOMING,
                time,
                goal -> homing(),
                PREEMPTED,
                Nothing.NOTHING),
            new ActionServer<>(
                node,
                NAME + "/stop",
                FrankaActions.STOP,
                time,
                goal -> stop(),
                PREEMPTED,
                Nothing.NOTHING));
  }

  private ActionServer.Work<Report> move(Move goal) {
    double width = Math.max(0, Math.min(openWidthM, goal.width()));
    if (!(goal.width() >= 0) || !(goal.speed() > 0)) {
      return refused("width %s m, speed %s m/s".formatted(goal.width(), goal.speed()));
    }
    return settle(
        () -> gripper.move(width), state -> Math.abs(state.widthM() - width) < MOVE_TOLERANCE);
  }

  private ActionServer.Work<Report> grasp(Grasp goal) {
    if (!(goal.width() >= 0) || !(goal.speed() > 0) || !(goal.force() > 0)) {
      return refused(
          "width %s m, speed %s m/s, force %s N"
              .formatted(goal.width(), goal.speed(), goal.force()));
    }
    return settle(
        gripper::grasp,
        state ->
            state.widthM() >= goal.width() - goal.inner()
                && state.widthM() <= goal.width() + goal.outer());
  }

  private ActionServer.Work<Report> homing() {
    return settle(gripper::open, state -> true);
  }

  private ActionServer.Work<Report> stop() {
    double width = gripper.widthM();
    return settle(() -> gripper.move(width), state -> true);
  }

  private static ActionServer.Work<Report> refused(String what) {
    return () ->
        Optional.of(
            new ActionServer.Ending<>(
                Progress.ABORTED, new Report(false, "the hand cannot do " + what), ""));
  }

  /** Commands the fingers; ends when they rest, or when another command has come. */
  private synchronized ActionServer.Work<Report> settle(
      Runnable command, Predicate<GripperState> success) {
    commands++;
    long number = commands;
    command.run();
    long sinceNs = nowNs.getAsLong();
    return () -> {
      GripperState state = gripper.measured();
      if (superseded(number)) {
        return Optional.of(
            new ActionServer.Ending<>(
                Progress.ABORTED, new Report(false, "another command came"), ""));
      }
      boolean rests =
          state.activity() != GripperState.Activity.MOVING
              && nowNs.getAsLong() - sinceNs >= BEGIN_NS;
      if (!rests) {
        return Optional.empty();
      }
      boolean good = success.test(state);
      Report report =
          new Report(good, good ? "" : "the fingers stopped at %.4f m".formatted(state.widthM()));
      return Optional.of(
          new ActionServer.Ending<>(good ? Progress.SUCCEEDED : Progress.ABORTED, report, ""));
    };
  }

  private synchronized boolean superseded(long number) {
    return number != commands;
  }

  /** Ends the goals that have come to their end. */
  void look() {
    servers.forEach(ActionServer::look);
  }

  /** Tells where the fingers are. */
  void publish() {
    double finger = gripper.widthM() / 2;
    joints.publish(
        new JointStates(
            new Header(seq++, time.stampNs(), ""),
            FINGERS,
            new double[] {finger, finger},
            new double[2],
            new double[2]));
  }
}
