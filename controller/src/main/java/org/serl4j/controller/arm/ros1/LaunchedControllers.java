package org.serl4j.controller.arm.ros1;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.hardware.JointReset;
import org.serl4j.hardware.RosLink;

/**
 * Each is a program on this machine that runs as long as its controller does, as in SERL's server:
 * roslaunch with the robot's address. What it prints is dropped; roslaunch keeps logs of its own.
 */
final class LaunchedControllers implements Controllers {
  /** roslaunch gives its nodes 15 s before it kills them. */
  private static final long END_MS = 20_000;

  private final List<String> impedance;
  private final List<String> joint;
  private final RosLink ros;
  private @Nullable Process running;
  private List<String> what = List.of();

  LaunchedControllers(RosLink ros, JointReset.Launching commands) {
    this.ros = ros;
    impedance = List.of(commands.impedance().strip().split("\\s+"));
    joint = List.of(commands.joint().strip().split("\\s+"));
  }

  @Override
  public void startImpedance() throws RosException {
    run(impedance);
  }

  @Override
  public void startJoint() throws RosException {
    run(joint);
  }

  private synchronized void run(List<String> command) throws RosException {
    if (running != null && running.isAlive() && what.equals(command)) {
      return;
    }
    stop();
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("ROS_MASTER_URI", ros.master());
      builder.environment().put("ROS_IP", ros.host());
      builder.environment().remove("ROS_HOSTNAME");
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      running = builder.start();
      what = command;
    } catch (IOException e) {
      throw new RosException(
          "cannot run '" + String.join(" ", command) + "': " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void stop() throws RosException {
    Process process = running;
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(END_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new RosException(
            "'%s' did not end within %d s and was killed"
                .formatted(String.join(" ", what), TimeUnit.MILLISECONDS.toSeconds(END_MS)));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      running = null;
    }
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (RosException e) {
      // it was killed
    }
  }
}
