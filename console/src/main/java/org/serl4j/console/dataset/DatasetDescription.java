package org.serl4j.console.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;

/**
 * What all episodes of a data set have in common.
 *
 * @param task name of the task, such as {@code peg-insertion}
 * @param robotType such as {@code panda}
 * @param fps environment steps a second [Hz]
 * @param spaces shapes, names and units of states, images and actions
 * @param cameras one for each of {@code spaces.cameras()}, in that order
 * @param reward what tells the classifier whose rewards these are; empty with the task's own
 */
public record DatasetDescription(
    String task,
    String robotType,
    int fps,
    Spaces spaces,
    List<CameraSetup> cameras,
    String reward) {
  public DatasetDescription {
    cameras = List.copyOf(cameras);
    if (task.isBlank() || fps < 1) {
      throw new IllegalArgumentException("task '" + task + "', " + fps + " fps");
    }
    List<String> names = cameras.stream().map(CameraSetup::name).toList();
    if (!names.equals(spaces.cameras())) {
      throw new IllegalArgumentException(
          "camera setups " + names + " for the cameras " + spaces.cameras());
    }
    for (String name : names) {
      if (name.contains("/")) {
        throw new IllegalArgumentException("camera name with a slash: " + name);
      }
    }
  }

  /** With the task's own reward. */
  public DatasetDescription(
      String task, String robotType, int fps, Spaces spaces, List<CameraSetup> cameras) {
    this(task, robotType, fps, spaces, cameras, "");
  }

  /** The same with another reward. */
  public DatasetDescription rewardedBy(String other) {
    return new DatasetDescription(task, robotType, fps, spaces, cameras, other);
  }

  /**
   * One camera setup for each camera of the spaces, in their order.
   *
   * @param frameHashes by camera, all of them
   * @param settings by camera, for people to read; may be missing
   */
  public static List<CameraSetup> cameraSetups(
      Spaces spaces, Map<String, String> frameHashes, Map<String, String> settings) {
    return spaces.cameras().stream()
        .map(
            name ->
                new CameraSetup(
                    name, requireHash(frameHashes, name), settings.getOrDefault(name, "")))
        .toList();
  }

  private static String requireHash(Map<String, String> frameHashes, String camera) {
    String hash = frameHashes.get(camera);
    if (hash == null) {
      throw new IllegalArgumentException("no hash of the frame path of camera " + camera);
    }
    return hash;
  }

  /** Names of the elements of a flat vector: {@code tcp_force_x}, {@code gripper_pose}. */
  static List<String> elementNames(VectorLayout layout) {
    return layout.slices().stream().flatMap(slice -> elementNames(slice).stream()).toList();
  }

  private static List<String> elementNames(Slice slice) {
    List<String> suffixes =
        switch (slice.length()) {
          case 1 -> List.of("");
          case 3 -> List.of("_x", "_y", "_z");
          case 6 -> List.of("_x", "_y", "_z", "_rx", "_ry", "_rz");
          default -> IntStream.range(0, slice.length()).mapToObj(i -> "_" + i).toList();
        };
    return suffixes.stream().map(suffix -> slice.name() + suffix).toList();
  }

  /**
   * Makes sure that these data can train that task.
   *
   * @param needed what the training session sees and does
   * @param folder of these data, for the message
   * @throws DatasetException naming the first difference
   */
  void requireUsableFor(DatasetDescription needed, Path folder) {
    requireSame(folder, "task", task, needed.task());
    requireSame(folder, "steps a second", fps, needed.fps());
    requireSame(
        folder, "state", shape(spaces.state(), false), shape(needed.spaces().state(), false));
    requireSame(
        folder, "action", shape(spaces.action(), true), shape(needed.spaces().action(), true));
    requireSame(folder, "cameras", spaces.cameras(), needed.spaces().cameras());
    requireSame(folder, "image size [px]", spaces.imageSize(), needed.spaces().imageSize());
    requireSame(
        folder,
        "crop and resize of the cameras",
        frameHashes(cameras),
        frameHashes(needed.cameras()));
  }

  private static Map<String, String> frameHashes(List<CameraSetup> cameras) {
    Map<String, String> hashes = new TreeMap<>();
    for (CameraSetup camera : cameras) {
      hashes.put(camera.name(), camera.frameHash());
    }
    return hashes;
  }

  /** A scale of the state only conditions the networks; one of the action changes its meaning. */
  private static List<String> shape(VectorLayout layout, boolean withScale) {
    return layout.slices().stream()
        .map(
            slice ->
                slice.length()
                    + " "
                    + slice.name()
                    + " ["
                    + slice.unit()
                    + "]"
                    + (withScale ? " x " + slice.scale() : ""))
        .toList();
  }

  private static void requireSame(Path folder, String what, Object recorded, Object needed) {
    if (!recorded.equals(needed)) {
      throw new DatasetException(
          "the data set %s does not fit: its %s: %s, needed: %s; record it again for this task and cell"
              .formatted(folder, what, recorded, needed));
    }
  }
}
