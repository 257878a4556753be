package org.serl4j.rewards.classifier;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a classifier's scores depend on beside its parameters. Seen through another crop, camera or
 * backbone, its scores mean nothing.
 *
 * @param task name of the task
 * @param imageSize width and height of every image [px]
 * @param views the cameras, in their order
 * @param backbone SHA-256 of the backbone's weights
 * @param state the slices of the state, such as {@code 3 tcp_force [N]}
 */
public record SceneIdentity(
    String task, int imageSize, List<View> views, String backbone, List<String> state) {
  public SceneIdentity {
    views = List.copyOf(views);
    state = List.copyOf(state);
  }

  /**
   * How one camera sees the scene.
   *
   * @param camera its name
   * @param frameHash hash of the way from the source image to the pixels: crop, size, exposure
   * @param settings the same for people to read
   */
  public record View(String camera, String frameHash, String settings) {}

  /**
   * Refuses another scene.
   *
   * @param here what the classifier is to be used on
   * @param what the classifier, for the message
   * @throws RewardDataException naming the first difference
   */
  public void requireSame(SceneIdentity here, String what) {
    same(what, "task", task, here.task);
    same(what, "image size [px]", imageSize, here.imageSize);
    same(what, "cameras", names(), here.names());
    for (int i = 0; i < views.size(); i++) {
      View mine = views.get(i);
      View other = here.views.get(i);
      if (!mine.frameHash.equals(other.frameHash)) {
        same(
            what,
            "view of camera " + mine.camera,
            mine.settings + " (hash " + brief(mine.frameHash) + ")",
            other.settings + " (hash " + brief(other.frameHash) + ")");
      }
    }
    same(what, "backbone", brief(backbone), brief(here.backbone));
    same(what, "state", state, here.state);
  }

  /** The cameras, in their order. */
  public List<String> names() {
    return views.stream().map(View::camera).toList();
  }

  /** The same scene seen through those cameras alone, in that order; what is not there is not. */
  public SceneIdentity through(List<String> cameras) {
    List<View> seen =
        cameras.stream()
            .flatMap(name -> views.stream().filter(view -> view.camera.equals(name)))
            .toList();
    return new SceneIdentity(task, imageSize, seen, backbone, state);
  }

  private static String brief(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }

  private static void same(String what, String name, Object learned, Object here) {
    if (!learned.equals(here)) {
      throw new RewardDataException(
          "%s does not fit: it was trained for %s %s, here it is %s; train one for this cell"
              .formatted(what, name, learned, here));
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeUTF(task);
    out.writeInt(imageSize);
    out.writeInt(views.size());
    for (View view : views) {
      out.writeUTF(view.camera);
      out.writeUTF(view.frameHash);
      out.writeUTF(view.settings);
    }
    out.writeUTF(backbone);
    out.writeInt(state.size());
    for (String slice : state) {
      out.writeUTF(slice);
    }
  }

  static SceneIdentity load(DataInput in) throws IOException {
    String task = in.readUTF();
    int imageSize = in.readInt();
    List<View> views = new ArrayList<>();
    int cameras = in.readInt();
    for (int i = 0; i < cameras; i++) {
      views.add(new View(in.readUTF(), in.readUTF(), in.readUTF()));
    }
    String backbone = in.readUTF();
    List<String> state = new ArrayList<>();
    int slices = in.readInt();
    for (int i = 0; i < slices; i++) {
      state.add(in.readUTF());
    }
    return new SceneIdentity(task, imageSize, views, backbone, state);
  }
}
