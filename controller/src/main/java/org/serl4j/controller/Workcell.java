package org.serl4j.controller;

import java.util.List;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.gripper.Gripper;

/**
 * What stands on the bench, ready to be commanded: the same ports over a simulator and over
 * hardware.
 */
public interface Workcell extends AutoCloseable {
  Pace pace();

  Arm arm();

  Gripper gripper();

  /** The cameras, in the order of the cell's configuration. */
  List<Camera> cameras();

  @Override
  void close();
}
