package org.serl4j.console.session;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.probe.FeatureProbe;
import org.serl4j.agent.probe.PixelProbe;
import org.serl4j.agent.probe.Probe;
import org.serl4j.agent.probe.Reading;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.console.dataset.PngImage;
import org.serl4j.tasks.SightTest;

/**
 * Which visual head reads a scene best, at which cost? Each variant is trained to read a task's
 * {@link SightTest} and judged on scenes that it has not seen. Half of the scenes are near, half
 * anywhere; the last fifth is held out.
 */
public final class FeatureBench {
  private static final double HELD_OUT = 0.2;
  private static final double RATE = 3e-3;
  private static final int CALIBRATION = 300;
  private static final int TIMED_SCENES = 300;
  private static final int TIMED_UPDATES = 30;
  private static final int PICTURES = 12;

  /** What costs are held against: the stride-16 head. */
  private static final String YARDSTICK = "stride16";

  private static final String PIXELS = "pixels";

  private final SightTest test;
  private final Settings settings;
  private final Progress progress;
  private final @Nullable Path pictures;
  private final Map<String, Double> costs = new LinkedHashMap<>();

  /**
   * What is run.
   *
   * @param variants names of heads
   * @param seeds of scenes, copies' shifts and networks
   * @param scenes scenes drawn for each seed
   * @param steps gradient steps of each head; 0 measures costs only
   */
  public record Settings(List<String> variants, List<Long> seeds, int scenes, int steps) {
    public Settings {
      variants = List.copyOf(variants);
      seeds = List.copyOf(seeds);
      for (String variant : variants) {
        if (!names().contains(variant)) {
          throw new IllegalArgumentException(
              "no head '" + variant + "': choose of " + String.join(", ", names()));
        }
      }
      if (scenes < TIMED_SCENES || steps < 0) {
        throw new IllegalArgumentException(
            "scenes = %d (at least %d), fit-steps = %d (at least 0)"
                .formatted(scenes, TIMED_SCENES, steps));
      }
    }
  }

  /**
   * One head at one seed.
   *
   * @param bytesPerStep what replay stores of a step, all cameras
   * @param updateMs median time of forward and backward of one batch [ms]
   * @param costRatio against the head on frozen stride-16 features
   * @param near root mean squared error of each quantity on held-out near scenes, with units; empty
   *     if nothing was trained
   * @param far likewise on the other held-out scenes
   * @param learned on all scenes learned from
   */
  @JsonPropertyOrder({
    "variant",
    "seed",
    "bytesPerStep",
    "updateMs",
    "costRatio",
    "near",
    "far",
    "learned"
  })
  public record Result(
      String variant,
      long seed,
      int bytesPerStep,
      double updateMs,
      double costRatio,
      Map<String, Double> near,
      Map<String, Double> far,
      Map<String, Double> learned) {

    /** Heading of {@link #line}. */
    public static String heading() {
      return String.format(
          Locale.ROOT,
          "%-24s %4s %8s %8s %6s  %s",
          "head",
          "seed",
          "B/step",
          "ms",
          "ratio",
          "RMSE held out near | held out far | learned");
    }

    /** All of it in one line. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "%-24s %4d %8d %8.1f %6.2f  %s | %s | %s",
          variant,
          seed,
          bytesPerStep,
          updateMs,
          costRatio,
          text(near),
          text(far),
          text(learned));
    }

    private static String text(Map<String, Double> errors) {
      StringBuilder text = new StringBuilder();
      errors.forEach((name, e) -> text.append(String.format(Locale.ROOT, "%s %.2f  ", name, e)));
      return text.toString().trim();
    }
  }

  /**
   * @param pictures folder for the first scenes as PNG files, if wanted
   */
  public FeatureBench(
      SightTest test, Settings settings, Progress progress, @Nullable Path pictures) {
    this.test = test;
    this.settings = settings;
    this.progress = progress;
    this.pictures = pictures;
  }

  /** Names of the heads. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(stored().keySet());
    names.add(PIXELS);
    return names;
  }

  /** What is stored of a frame and how it is read, by name. */
  private static Map<String, EncoderConfig> stored() {
    Map<String, EncoderConfig> stored = new LinkedHashMap<>();
    stored.put(YARDSTICK, new EncoderConfig(List.of("t194"), 3, 4));
    stored.put("stride8", new EncoderConfig(List.of("t168"), 2, 4));
    stored.put("both", new EncoderConfig(List.of("t168", "t194"), 4, 4));
    stored.put("both-one-copy", new EncoderConfig(List.of("t168", "t194"), 1, 4));
    stored.put("stride8-convolution", new EncoderConfig(List.of("t168"), 2, 4, 32, 0));
    stored.put("stride8-convolution-16", new EncoderConfig(List.of("t168"), 2, 4, 16, 0));
    stored.put("both-convolution", new EncoderConfig(List.of("t168", "t194"), 1, 4, 32, 0));
    return stored;
  }

  /** Draws the seed's scenes, then trains and judges each head. */
  public void run(long seed, Consumer<Result> into) throws IOException {
    List<SightTest.Scene> scenes = scenes(seed);
    if (costs.isEmpty()) {
      measure(scenes.subList(0, TIMED_SCENES));
    }
    double yardstick = costs.getOrDefault(YARDSTICK, Double.NaN);
    for (String variant : settings.variants()) {
      double cost = costs.getOrDefault(variant, Double.NaN);
      Map<String, Double> near = Map.of();
      Map<String, Double> far = Map.of();
      Map<String, Double> learned = Map.of();
      if (settings.steps() > 0) {
        Reading reading =
            probe(variant, scenes, seed)
                .run(
                    HELD_OUT,
                    settings.steps(),
                    RATE,
                    seed,
                    done -> show("training " + variant + ", seed " + seed, done));
        near = named(reading.heldOutRmse(FeatureBench::near));
        far = named(reading.heldOutRmse(scene -> !near(scene)));
        learned = named(reading.trainRmse());
      }
      into.accept(
          new Result(variant, seed, bytes(variant), cost, cost / yardstick, near, far, learned));
    }
  }

  /** Every other scene is near. */
  private static boolean near(int scene) {
    return scene % 2 == 0;
  }

  private void show(String what, double done) {
    long nowNs = System.nanoTime();
    if (progress.due(nowNs)) {
      progress.show(nowNs, String.format(Locale.ROOT, "%s: %.0f %%", what, 100 * done));
    }
  }

  private List<SightTest.Scene> scenes(long seed) throws IOException {
    List<SightTest.Scene> scenes = new ArrayList<>();
    for (int i = 0; i < settings.scenes(); i++) {
      SightTest.Scene scene = test.scenes().draw(RandomStreams.of(seed, i), near(i));
      scenes.add(scene);
      if (pictures != null && i < PICTURES) {
        picture(pictures, scene, seed, i);
      }
      show("drawing scenes, seed " + seed, (i + 1.0) / settings.scenes());
    }
    return scenes;
  }

  private void picture(Path folder, SightTest.Scene scene, long seed, int i) throws IOException {
    Files.createDirectories(folder);
    for (int camera = 0; camera < test.spaces().cameras().size(); camera++) {
      String name = seed + "-" + i + "-" + test.spaces().cameras().get(camera) + ".png";
      byte[] rgb = scene.observation().images().get(camera);
      Files.write(folder.resolve(name), PngImage.encode(rgb, test.spaces().imageSize()));
    }
  }

  private void measure(List<SightTest.Scene> scenes) {
    List<String> timed = new ArrayList<>(settings.variants());
    if (!timed.contains(YARDSTICK)) {
      timed.add(0, YARDSTICK);
    }
    for (String variant : timed) {
      show("measuring the cost of " + variant, 0);
      costs.put(variant, probe(variant, scenes, 1).updateMs(TIMED_UPDATES));
    }
  }

  private Probe probe(String variant, List<SightTest.Scene> scenes, long seed) {
    RlpdConfig config = RlpdConfig.defaults();
    int quantities = test.quantities().size();
    if (variant.equals(PIXELS)) {
      PixelProbe probe = new PixelProbe(test.spaces(), config, quantities);
      for (SightTest.Scene scene : scenes) {
        probe.add(scene.observation(), scene.answer());
      }
      return probe;
    }
    EncoderConfig encoder = config(variant);
    FeatureProbe probe = new FeatureProbe(test.spaces(), config.withEncoder(encoder), quantities);
    try (FrameEncoder frames = FrameEncoder.open(test.spaces(), encoder, seed)) {
      frames.calibrate(
          scenes.subList(0, CALIBRATION).stream().map(SightTest.Scene::observation).toList());
      for (int i = 0; i < scenes.size(); i++) {
        SightTest.Scene scene = scenes.get(i);
        probe.add(frames.encode(scene.observation()), scene.answer());
        show("encoding for " + variant + ", seed " + seed, (i + 1.0) / scenes.size());
      }
    }
    return probe;
  }

  private static EncoderConfig config(String variant) {
    EncoderConfig config = stored().get(variant);
    if (config == null) {
      throw new IllegalArgumentException("no head '" + variant + "'");
    }
    return config;
  }

  private int bytes(String variant) {
    int cameras = test.spaces().cameras().size();
    return cameras
        * (variant.equals(PIXELS) ? test.spaces().imageBytes() : config(variant).frameBytes());
  }

  private Map<String, Double> named(double[] errors) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int t = 0; t < errors.length; t++) {
      SightTest.Quantity quantity = test.quantities().get(t);
      named.put(quantity.name() + " [" + quantity.unit() + "]", errors[t]);
    }
    return named;
  }
}
