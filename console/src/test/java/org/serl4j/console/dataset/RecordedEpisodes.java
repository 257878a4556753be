package org.serl4j.console.dataset;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.VectorLayout;

/** Small data of the real shapes: moving shapes under noise, random states and actions. */
final class RecordedEpisodes {
  static final int IMAGE_SIZE = 64;
  static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder()
              .add("gripper_pose", 1, "1", 1)
              .add("tcp_force", 3, "N", 10)
              .add("tcp_pose", 6, "1", 0.1)
              .build(),
          List.of("wrist_1", "wrist_2"),
          IMAGE_SIZE,
          VectorLayout.builder()
              .add("translation", 3, "m", 0.02)
              .add("rotation", 3, "rad", 0.1)
              .build());

  private RecordedEpisodes() {}

  static DatasetDescription description() {
    return new DatasetDescription(
        "peg-insertion",
        "panda",
        10,
        SPACES,
        DatasetDescription.cameraSetups(
            SPACES,
            Map.of("wrist_1", "hash-1", "wrist_2", "hash-2"),
            Map.of("wrist_1", "mujoco:wrist_1", "wrist_2", "mujoco:wrist_2")));
  }

  static RecordedEpisode random(long seed, int length) {
    SplittableRandom rng = new SplittableRandom(seed);
    Observation first = observation(rng, 0);
    List<Step> steps = new ArrayList<>();
    List<ActedBy> actedBy = new ArrayList<>();
    ActedBy[] actors = ActedBy.values();
    for (int t = 0; t < length; t++) {
      boolean last = t == length - 1;
      actedBy.add(actors[t % actors.length]);
      boolean success = last && seed % 2 == 0;
      steps.add(
          new Step(
              observation(rng, t + 1),
              floats(rng, SPACES.action().size()),
              success ? 1 : -0.25,
              success,
              last && !success,
              success,
              t % 2 == 0 ? 0 : -0.25,
              last && !success ? "time's up" : ""));
    }
    return new RecordedEpisode(first, steps, actedBy);
  }

  static void record(DatasetWriter writer, RecordedEpisode episode) {
    writer.beginEpisode();
    for (int t = 0; t < episode.steps().size(); t++) {
      writer.add(episode.before(t), episode.steps().get(t), episode.actedBy().get(t));
    }
    writer.finishEpisode();
  }

  private static Observation observation(SplittableRandom rng, int t) {
    return new Observation(
        floats(rng, SPACES.state().size()), List.of(image(rng, t), image(rng, t + 20)));
  }

  private static float[] floats(SplittableRandom rng, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) rng.nextDouble(-1, 1);
    }
    return values;
  }

  static byte[] image(SplittableRandom rng, int t) {
    BufferedImage image = new BufferedImage(IMAGE_SIZE, IMAGE_SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(150, 140, 120));
    graphics.fillRect(0, 0, IMAGE_SIZE, IMAGE_SIZE);
    graphics.setColor(new Color(200, 60, 40));
    graphics.fillRect(t % IMAGE_SIZE, 20, 15, 15);
    graphics.dispose();
    byte[] rgb = PngImage.toRgb(image);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] += (byte) rng.nextInt(-3, 4);
    }
    return rgb;
  }
}
