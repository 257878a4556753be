package org.serl4j.tasks.arm;

import java.util.Optional;
import org.serl4j.controller.geometry.RigidTransform;

/** The person beside a simulated bench that others drive. */
@FunctionalInterface
public interface BenchAttendant {
  /**
   * Looks once.
   *
   * @param X_OE pose of the end effector
   * @return what was put right, in one line; empty if nothing had to be
   */
  Optional<String> look(RigidTransform X_OE);
}
