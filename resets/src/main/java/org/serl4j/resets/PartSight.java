package org.serl4j.resets;

import java.util.Optional;
import org.serl4j.controller.geometry.RigidTransform;

/** Sees where the part is, as far as the bench can: the simulator knows, a camera may. */
@FunctionalInterface
public interface PartSight {
  /** Nothing is seen: the gripper's width is all that tells of the part. */
  PartSight NONE = Optional::empty;

  /** Pose of the part, if it is seen now. */
  Optional<RigidTransform> X_OP();
}
