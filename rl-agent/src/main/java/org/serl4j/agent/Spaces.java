package org.serl4j.agent;

import java.util.List;

/**
 * The shapes of what an {@link Environment} gives and takes.
 *
 * @param state layout of the flat proprioceptive state
 * @param cameras names of the camera images, in the order of {@link Observation#images()}
 * @param imageSize width and height of every image [px]
 * @param action layout of the action; every element lies in [-1, 1]
 */
public record Spaces(VectorLayout state, List<String> cameras, int imageSize, VectorLayout action) {
  public Spaces {
    cameras = List.copyOf(cameras);
  }

  /** Bytes of one RGB image. */
  public int imageBytes() {
    return imageSize * imageSize * 3;
  }
}
