package org.serl4j.controller.arm.ros1;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.RobotiqGripper;
import org.serl4j.hardware.GripperConfig;

/**
 * A Robotiq 2F behind robotiq_2f_gripper_control. Its registers say what the fingers do: gPO their
 * position from 0 (open) to 255 (closed), gOBJ whether something stopped them. It is activated
 * before its first command; the newest command is kept until it is activated and its echo gPR comes
 * back.
 */
final class RobotiqFingers implements RosGripper {
  private static final int FULL = 255;
  private static final int FORCE = 150;
  private static final int ACTIVATED = 3;
  private static final int UNDER_WAY = 0;
  private static final int ARRIVED = 3;
  private static final int STALE_MS = 1_000;
  private static final long STALE_NS = TimeUnit.MILLISECONDS.toNanos(STALE_MS);
  private static final long REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final GripperConfig config;
  private final LongSupplier nowNs;
  private final Publisher<RobotiqGripper.Command> output;

  // below under this object's lock
  private RobotiqGripper.@Nullable State told;
  private long toldNs;
  private int position = -1;
  private long sentNs = Long.MIN_VALUE / 2;

  /**
   * @param prefix of the topics Output and Input
   * @param nowNs the workcell's clock [ns]
   */
  RobotiqFingers(RosNode node, String prefix, GripperConfig config, LongSupplier nowNs) {
    this.config = config;
    this.nowNs = nowNs;
    output = node.publish(prefix + "Output", RobotiqGripper.Command.TYPE, false, 1);
    node.subscribe(prefix + "Input", RobotiqGripper.State.TYPE, STALE_MS, this::take);
  }

  private synchronized void take(RobotiqGripper.State state) {
    told = state;
    toldNs = nowNs.getAsLong();
  }

  @Override
  public void grasp() {
    command(FULL);
  }

  @Override
  public void open() {
    command(0);
  }

  @Override
  public boolean move(double widthM) {
    double share = Math.max(0, Math.min(1, widthM / config.openWidth()));
    command((int) Math.round(FULL * (1 - share)));
    return true;
  }

  private synchronized void command(int target) {
    position = target;
    sentNs = Long.MIN_VALUE / 2;
    tick(nowNs.getAsLong());
  }

  @Override
  public synchronized void tick(long now) {
    RobotiqGripper.State state = told;
    if (state == null || position < 0 || output.links() == 0 || now - sentNs < REPEAT_NS) {
      return;
    }
    if (state.gACT() != 1 || state.gSTA() != ACTIVATED) {
      send(new RobotiqGripper.Command(1, 1, 0, position, FULL, FORCE), now);
    } else if (state.gPR() != position || state.gGTO() != 1) {
      send(new RobotiqGripper.Command(1, 1, 0, position, FULL, FORCE), now);
    }
  }

  private void send(RobotiqGripper.Command command, long now) {
    output.publish(command);
    sentNs = now;
  }

  @Override
  public synchronized GripperState measured() {
    RobotiqGripper.State state = told;
    if (state == null) {
      return new GripperState(0, GripperState.Activity.STILL);
    }
    double width = config.openWidth() * (1 - state.gPO() / (double) FULL);
    boolean unheard = state.gSTA() != ACTIVATED || state.gPR() != position;
    boolean moving = position >= 0 && (unheard || state.gOBJ() == UNDER_WAY);
    boolean stuck = nowNs.getAsLong() - toldNs > STALE_NS;
    GripperState.Activity activity =
        moving && !stuck
            ? GripperState.Activity.MOVING
            : state.gOBJ() == ARRIVED || moving
                ? GripperState.Activity.STILL
                : GripperState.Activity.HOLDING;
    return new GripperState(width, activity);
  }

  @Override
  public synchronized Optional<String> complaint() {
    RobotiqGripper.State state = told;
    if (state == null || nowNs.getAsLong() - toldNs > STALE_NS) {
      return Optional.of("the gripper tells nothing: start robotiq_2f_gripper_control");
    }
    if (state.gFLT() != 0) {
      return Optional.of(
          "the gripper reports fault 0x%02X: see its manual, free it, power it anew"
              .formatted(state.gFLT()));
    }
    return output.links() == 0
        ? Optional.of("nobody takes the gripper's commands: start robotiq_2f_gripper_control")
        : Optional.empty();
  }
}
