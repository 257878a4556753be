package org.serl4j.resets;

import org.serl4j.controller.gripper.GripperState;

/**
 * What the gripper measures when the part is between its fingers.
 *
 * @param name of the part, for people
 * @param leastWidth of the fingers [m]
 * @param mostWidth of the fingers [m]
 */
public record HeldPart(String name, double leastWidth, double mostWidth) {
  public HeldPart {
    if (!(leastWidth > 0 && leastWidth < mostWidth)) {
      throw new IllegalArgumentException(
          "held %s: leastWidth = %s m must be above 0 and below mostWidth = %s m"
              .formatted(name, leastWidth, mostWidth));
    }
  }

  /** What speaks against a held part, in one line; empty if nothing does. */
  public String problem(GripperState gripper) {
    double width = gripper.widthM();
    if (gripper.activity() == GripperState.Activity.HOLDING
        && width >= leastWidth
        && width <= mostWidth) {
      return "";
    }
    return "the gripper does not hold the %s (fingers %.1f mm apart and %s, a held one measures %.1f to %.1f mm): put it between them"
        .formatted(
            name,
            1000 * width,
            switch (gripper.activity()) {
              case MOVING -> "moving";
              case HOLDING -> "pressing";
              case STILL -> "still";
            },
            1000 * leastWidth,
            1000 * mostWidth);
  }
}
