package org.serl4j.controller.mujoco;

import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.hardware.GripperConfig;

/**
 * The scene's parallel gripper: two fingers under position servos whose force is limited to the
 * grasp force. Thread-safe: a command takes effect at the next step, the width is that of the last.
 */
final class SimulatedGripper implements Gripper {
  /** The fingers' servos settle; slower than this they are at rest [m/s]. */
  private static final double REST_SPEED = 0.002;

  /** Closed fingers with nothing between them measure less [m]. */
  private static final double EMPTY_WIDTH = 0.001;

  private final Physics physics;
  private final int[] positionAddress = new int[2];
  private final int[] velocityAddress = new int[2];
  private final int[] actuator = new int[2];
  private final double openWidthM;
  private final double stepM;

  private volatile double targetWidthM;
  private double commandedWidthM;
  private volatile double widthM;
  private volatile GripperState.Activity activity = GripperState.Activity.STILL;

  SimulatedGripper(Physics physics, GripperConfig config) {
    this.physics = physics;
    openWidthM = config.openWidth();
    // both fingers move
    stepM = 2 * config.speed() * physics.timestepS();
    double forceN = config.force();
    String[] fingers = {"finger_left", "finger_right"};
    for (int i = 0; i < 2; i++) {
      positionAddress[i] = physics.positionAddress(fingers[i]);
      velocityAddress[i] = physics.velocityAddress(fingers[i]);
      actuator[i] = physics.actuator(fingers[i]);
      physics.model().actuator_forcerange().put(2L * actuator[i], -forceN);
      physics.model().actuator_forcerange().put(2L * actuator[i] + 1, forceN);
    }
    adoptCommand();
    measure();
  }

  /** Before a step: the servos' target travels at the fingers' speed. */
  void command() {
    double remaining = targetWidthM - commandedWidthM;
    commandedWidthM += Math.max(-stepM, Math.min(stepM, remaining));
    double finger = commandedWidthM / 2;
    physics.ctrl.put(actuator[0], finger);
    physics.ctrl.put(actuator[1], finger);
  }

  /** After a step. */
  void measure() {
    double width = physics.qpos.get(positionAddress[0]) + physics.qpos.get(positionAddress[1]);
    double speed = physics.qvel.get(velocityAddress[0]) + physics.qvel.get(velocityAddress[1]);
    boolean travelling = commandedWidthM != targetWidthM || Math.abs(speed) > REST_SPEED;
    widthM = width;
    if (travelling) {
      activity = GripperState.Activity.MOVING;
    } else if (width - commandedWidthM > EMPTY_WIDTH) {
      activity = GripperState.Activity.HOLDING;
    } else {
      activity = GripperState.Activity.STILL;
    }
  }

  /** Puts the fingers at rest at {@code width}; the caller refreshes the physics. */
  void place(double width) {
    for (int i = 0; i < 2; i++) {
      physics.qpos.put(positionAddress[i], width / 2);
      physics.qvel.put(velocityAddress[i], 0);
      physics.warmstart.put(velocityAddress[i], 0);
    }
  }

  /** Takes the command over that a replaced state carries. */
  void adoptCommand() {
    commandedWidthM = physics.ctrl.get(actuator[0]) + physics.ctrl.get(actuator[1]);
    targetWidthM = commandedWidthM;
  }

  @Override
  public GripperState measured() {
    return new GripperState(widthM, activity);
  }

  @Override
  public double widthM() {
    return widthM;
  }

  @Override
  public void grasp() {
    targetWidthM = 0;
  }

  @Override
  public void open() {
    targetWidthM = openWidthM;
  }

  @Override
  public boolean move(double widthM) {
    targetWidthM = Math.max(0, Math.min(openWidthM, widthM));
    return true;
  }
}
