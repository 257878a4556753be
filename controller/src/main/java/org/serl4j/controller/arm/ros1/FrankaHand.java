package org.serl4j.controller.arm.ros1;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.gripper.FingerMotion;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.ActionType;
import org.serl4j.controller.ros1.message.FrankaActions;
import org.serl4j.controller.ros1.message.FrankaActions.Grasp;
import org.serl4j.controller.ros1.message.FrankaActions.Move;
import org.serl4j.controller.ros1.message.FrankaActions.Report;
import org.serl4j.controller.ros1.message.JointStates;
import org.serl4j.hardware.GripperConfig;

/**
 * The Franka hand behind franka_gripper: goals of its actions move and grasp go out, joint states
 * come in, and the width is the sum of both fingers' positions. Only the newest command counts; it
 * waits for franka_gripper to listen, or is lost.
 *
 * <p>The fingers move while their width changes or a goal of the last moments has no result. A
 * result that does not come within {@value #RESULT_MS} ms is a {@link #complaint}, and from then on
 * the width alone says what the fingers do.
 */
final class FrankaHand implements RosGripper {
  static final long RESULT_MS = 3_000;

  private static final long RESULT_NS = TimeUnit.MILLISECONDS.toNanos(RESULT_MS);

  /** Measured widths older than this count as none. */
  private static final int STALE_MS = 1_000;

  private static final long STALE_NS = TimeUnit.MILLISECONDS.toNanos(STALE_MS);

  /** Grasping succeeds at whatever width the fingers stop, as in SERL [m]. */
  private static final double ANY_WIDTH = 1;

  /** Where closing fingers are sent [m]; SERL's. */
  private static final double CLOSED_WIDTH = 0.01;

  private final GripperConfig config;
  private final LongSupplier nowNs;
  private final LongSupplier wallNs;
  private final Publisher<ActionType.Goal<Move>> moves;
  private final Publisher<ActionType.Goal<Grasp>> grasps;
  private final FingerMotion fingers;

  // below under this object's lock
  private @Nullable Command due;
  private String awaited = "";
  private long awaitedSinceNs;
  private String trouble = "";
  private int goals;

  /**
   * @param width to go to [m]
   */
  private record Command(boolean grasps, double width) {}

  /**
   * @param name of franka_gripper's node
   * @param nowNs the workcell's clock [ns]
   * @param wallNs for stamps [ns]
   */
  FrankaHand(
      RosNode node, String name, GripperConfig config, LongSupplier nowNs, LongSupplier wallNs) {
    this.config = config;
    this.nowNs = nowNs;
    this.wallNs = wallNs;
    fingers = new FingerMotion(config.openWidth());
    moves = node.publish(name + "/move/goal", FrankaActions.MOVE.goal(), false, 1);
    grasps = node.publish(name + "/grasp/goal", FrankaActions.GRASP.goal(), false, 1);
    node.subscribe(name + "/joint_states", JointStates.TYPE, STALE_MS, this::take);
    node.subscribe(name + "/move/result", FrankaActions.MOVE.result(), this::finished);
    node.subscribe(name + "/grasp/result", FrankaActions.GRASP.result(), this::finished);
  }

  private synchronized void take(JointStates states) {
    double width = 0;
    for (double finger : states.position()) {
      width += finger;
    }
    if (Double.isFinite(width)) {
      fingers.measure(width, nowNs.getAsLong());
    }
  }

  private synchronized void finished(ActionType.Outcome<Report> outcome) {
    if (outcome.status().id().id().equals(awaited)) {
      awaited = "";
      Report report = outcome.body();
      trouble = report.success() ? "" : "the hand's last command failed: " + report.error();
    }
  }

  @Override
  public void grasp() {
    command(new Command(true, CLOSED_WIDTH), 0);
  }

  @Override
  public void open() {
    command(new Command(false, config.openWidth()), config.openWidth());
  }

  @Override
  public boolean move(double widthM) {
    double width = Math.max(0, Math.min(config.openWidth(), widthM));
    command(new Command(false, width), width);
    return true;
  }

  private synchronized void command(Command command, double target) {
    fingers.command(target, nowNs.getAsLong());
    due = command;
    trouble = "";
    awaited = "";
    tick(nowNs.getAsLong());
  }

  @Override
  public synchronized void tick(long now) {
    if (!awaited.isEmpty() && now - awaitedSinceNs > RESULT_NS) {
      trouble = "the hand has not reported on a command for %d ms".formatted(RESULT_MS);
      awaited = "";
    }
    Command command = due;
    Publisher<?> topic = command != null && command.grasps ? grasps : moves;
    if (command == null || topic.links() == 0) {
      return;
    }
    due = null;
    goals++;
    awaitedSinceNs = now;
    if (command.grasps) {
      ActionType.Goal<Grasp> goal =
          FrankaNode.goal(
              "grasp",
              goals,
              new Grasp(command.width, ANY_WIDTH, ANY_WIDTH, config.speed(), config.force()),
              wallNs.getAsLong());
      awaited = goal.id().id();
      grasps.publish(goal);
    } else {
      ActionType.Goal<Move> goal =
          FrankaNode.goal(
              "move", goals, new Move(command.width, config.speed()), wallNs.getAsLong());
      awaited = goal.id().id();
      moves.publish(goal);
    }
  }

  @Override
  public synchronized GripperState measured() {
    return fingers.state(!awaited.isEmpty() || due != null, nowNs.getAsLong());
  }

  @Override
  public synchronized Optional<String> complaint() {
    if (due != null || moves.links() == 0) {
      return Optional.of("nobody listens to the hand's commands: start franka_gripper");
    }
    if (fingers.age(nowNs.getAsLong()) > STALE_NS) {
      return Optional.of("the hand's width is not told: start franka_gripper");
    }
    return trouble.isEmpty()
        ? Optional.empty()
        : Optional.of(trouble + ": look at it, or restart franka_gripper");
  }
}
