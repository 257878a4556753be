package org.serl4j.controller.arm.ros1;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.serl4j.controller.ros1.Parameters;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.hardware.JointReset;

/**
 * One joint reset as SERL does it: stop the impedance controller, tell the target, start the joint
 * controller, wait until every joint is there, stop it. Starting the impedance controller again is
 * part of the arm's recovery, which follows. It may be called off before every step; then only the
 * stop is left. One thread steps it; a step may wait for the robot.
 */
final class JointResetSequence {
  private enum Stage {
    STOP,
    TARGET,
    START,
    WAIT,
    END,
    OVER
  }

  private final JointReset config;
  private final Controllers controllers;
  private final Parameters parameters;
  private final double[] target;
  private Stage stage = Stage.STOP;
  private long deadlineNs;
  private String problem = "";

  /**
   * @param target 7 joint positions [rad] (copied)
   */
  JointResetSequence(
      JointReset config, Controllers controllers, Parameters parameters, double[] target) {
    this.config = config;
    this.controllers = controllers;
    this.parameters = parameters;
    this.target = target.clone();
  }

  boolean isFor(double[] q) {
    return Arrays.equals(q, target);
  }

  boolean isOver() {
    return stage == Stage.OVER;
  }

  /** Whether no controller runs, so that the robot takes a new load. */
  boolean stopped() {
    return stage == Stage.TARGET;
  }

  /** Why the joints are not where they should be, once it is over; empty if they are. */
  String problem() {
    return problem;
  }

  /**
   * Does what is next.
   *
   * @param wanted whether it is still to be done; false leads to its end
   * @throws RosException if the robot's side did not do its part; the next step ends it
   */
  void step(long nowNs, FrankaReading reading, boolean wanted) throws RosException {
    if (!wanted && stage != Stage.OVER) {
      stage = Stage.END;
    }
    switch (stage) {
      case STOP -> {
        controllers.stop();
        stage = Stage.TARGET;
      }
      case TARGET -> {
        List<Double> values = Arrays.stream(target).boxed().toList();
        parameters.set(config.targetParameter(), values);
        stage = Stage.START;
      }
      case START -> {
        controllers.startJoint();
        deadlineNs = nowNs + Math.round(config.timeoutS() * TimeUnit.SECONDS.toNanos(1));
        stage = Stage.WAIT;
      }
      case WAIT -> await(nowNs, reading);
      case END -> {
        stage = Stage.OVER; // whatever comes of it: the recovery looks again
        controllers.stop();
      }
      case OVER -> {}
    }
  }

  private void await(long nowNs, FrankaReading reading) {
    List<Integer> away = reading.away(target, config.tolerance());
    if (away.isEmpty()) {
      stage = Stage.END;
    } else if (nowNs > deadlineNs) {
      int joint = away.get(0);
      problem =
          "joint %d stands at %.4f rad instead of %.4f after %.3g s: look for obstacles and at the joint controller, then recover"
              .formatted(joint + 1, reading.state().q()[joint], target[joint], config.timeoutS());
      stage = Stage.END;
    }
  }
}
