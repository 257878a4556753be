package org.serl4j.agent;

import java.util.List;
import java.util.Optional;

/**
 * The shapes of what an {@link Environment} gives and takes.
 *
 * @param state layout of the flat proprioceptive state
 * @param cameras names of the camera images, in the order of {@link Observation#images()}
 * @param imageSize width and height of every image [px]
 * @param action layout of the action; every element lies in [-1, 1]. A gripper that is learned is
 *     its last slice, of one {@link Slice#DISCRETE} element: a critic of its own chooses it, and
 *     policy and critics work on the elements before it.
 */
public record Spaces(VectorLayout state, List<String> cameras, int imageSize, VectorLayout action) {
  public Spaces {
    cameras = List.copyOf(cameras);
    for (Slice slice : action.slices()) {
      boolean last = slice.to() == action.size();
      if (slice.isDiscrete() && (!last || slice.length() != 1 || slice.from() == 0)) {
        throw new IllegalArgumentException(
            "action slice "
                + slice.name()
                + ": a discrete slice has one element and is the last, behind continuous ones");
      }
    }
  }

  /** The discrete slice of the action, if it has one. */
  public Optional<Slice> gripper() {
    return action.slices().stream().filter(Slice::isDiscrete).findFirst();
  }

  /** Elements of the action that the policy's distribution gives: all but the gripper. */
  public int continuousActions() {
    return action.size() - (gripper().isPresent() ? 1 : 0);
  }

  /** Bytes of one RGB image. */
  public int imageBytes() {
    return imageSize * imageSize * 3;
  }
}
