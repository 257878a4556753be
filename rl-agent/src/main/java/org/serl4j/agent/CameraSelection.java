package org.serl4j.agent;

import java.util.HashSet;
import java.util.List;

/**
 * Some of a scene's cameras, in an order of their own: what somebody looks through who has no need
 * of the others.
 *
 * @param spaces of what is left
 * @param indices of the cameras among the scene's
 */
public record CameraSelection(Spaces spaces, List<Integer> indices) {
  public CameraSelection {
    indices = List.copyOf(indices);
  }

  /**
   * Chooses by name.
   *
   * @param scene with all its cameras
   * @param cameras at least one, none of them twice
   * @throws IllegalArgumentException if the scene has no such camera
   */
  public static CameraSelection of(Spaces scene, List<String> cameras) {
    for (String camera : cameras) {
      if (!scene.cameras().contains(camera)) {
        throw new IllegalArgumentException(
            "camera %s: one of %s".formatted(camera, String.join(", ", scene.cameras())));
      }
    }
    if (cameras.isEmpty() || new HashSet<>(cameras).size() < cameras.size()) {
      throw new IllegalArgumentException(
          "cameras %s: at least one, each of them once".formatted(cameras));
    }
    return new CameraSelection(
        new Spaces(scene.state(), cameras, scene.imageSize(), scene.action()),
        cameras.stream().map(scene.cameras()::indexOf).toList());
  }

  /** All of them. */
  public static CameraSelection all(Spaces scene) {
    return of(scene, scene.cameras());
  }

  /** What is seen through these alone; the arrays are shared. */
  public Observation of(Observation seen) {
    return new Observation(seen.state(), indices.stream().map(seen.images()::get).toList());
  }
}
