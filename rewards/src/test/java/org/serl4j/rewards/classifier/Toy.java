package org.serl4j.rewards.classifier;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.serl4j.agent.CameraSelection;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;

/** A world of grey pictures with noise: bright ones show success. */
final class Toy {
  static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder().add("height", 1, "m", 1).build(),
          List.of("left", "right"),
          128,
          VectorLayout.builder().add("brighter", 1, "1", 1).build());

  static final ClassifierConfig CONFIG =
      new ClassifierConfig(
          new EncoderConfig(List.of("t168"), 2, 4), 2, 8, 8, 0.1, 3e-3, 16, 60, 10, 6);

  static final SceneIdentity SCENE =
      new SceneIdentity(
          "grey",
          128,
          List.of(
              new SceneIdentity.View("left", "aaaa", "crop 0, 0, 128, 128"),
              new SceneIdentity.View("right", "bbbb", "crop 0, 0, 128, 128")),
          FrameEncoder.backboneHash(),
          List.of("1 height [m]"));

  private Toy() {}

  /** A picture of that brightness from 0 to 1; the state tells it too. */
  static Observation seen(double brightness, SplittableRandom random) {
    return seen(brightness, brightness, random);
  }

  /** The cameras see different brightnesses. */
  static Observation seen(double left, double right, SplittableRandom random) {
    List<byte[]> images = new ArrayList<>();
    for (int camera = 0; camera < 2; camera++) {
      double brightness = camera == 0 ? left : right;
      byte[] rgb = new byte[3 * 128 * 128];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) Math.round(20 + 200 * brightness + 20 * random.nextDouble());
      }
      images.add(rgb);
    }
    return new Observation(new float[] {(float) left}, images);
  }

  /** Frames of random features, which nothing can be learned from, for numbers alone. */
  static LabelledFrames noise(int episodes, int steps, int successesOfEach, int copies) {
    EncoderConfig encoder = CONFIG.encoder().withCopies(copies);
    LabelledFrames frames = new LabelledFrames(encoder, 2);
    SplittableRandom random = new SplittableRandom(5);
    for (int episode = 0; episode < episodes; episode++) {
      for (int step = 0; step < steps; step++) {
        byte[] left = new byte[encoder.frameBytes()];
        byte[] right = new byte[encoder.frameBytes()];
        random.nextBytes(left);
        random.nextBytes(right);
        float[] state = {0};
        frames.add(
            new EncodedObservation(state, List.of(left, right)),
            new LabelledFrames.Frame(episode, step + 1, step >= steps - successesOfEach, state));
      }
    }
    return frames;
  }

  /** A classifier that has learned to see brightness, and the frames it was tested on. */
  record Learned(SuccessClassifier classifier, LabelledFrames test, double lastLoss) {}

  static Learned learn() {
    return learn(SPACES.cameras());
  }

  /** Learned through some of the cameras. */
  static Learned learn(List<String> names) {
    CameraSelection cameras = CameraSelection.of(SPACES, names);
    SplittableRandom random = new SplittableRandom(3);
    List<Observation> calibration =
        Stream.of(0.0, 0.5, 1.0).map(b -> cameras.of(seen(b, random))).toList();
    FeatureCalibration measured;
    LabelledFrames training;
    try (FrameEncoder encoder = FrameEncoder.open(cameras.spaces(), CONFIG.encoder(), 1)) {
      measured = encoder.calibrate(calibration);
      training = frames(cameras, 0, 12, encoder, CONFIG.encoder(), random);
    }
    EncoderConfig one = CONFIG.encoder().withCopies(1);
    LabelledFrames validation;
    LabelledFrames test;
    try (FrameEncoder encoder = FrameEncoder.open(cameras.spaces(), one, 1)) {
      encoder.useCalibration(measured);
      validation = frames(cameras, 12, 4, encoder, one, random);
      test = frames(cameras, 16, 6, encoder, one, random);
    }
    ClassifierTraining.Result result =
        new ClassifierTraining(CONFIG, names.size(), training, validation, 7).run(look -> {});
    SuccessClassifier classifier =
        new SuccessClassifier(
            SCENE.through(names),
            CONFIG,
            measured,
            result.parameters(),
            new SuccessRule(0, 0.01, List.of(), 1),
            new SuccessClassifier.Origin("hash", "nowhere", 7, result.step()));
    double last = result.looks().get(result.looks().size() - 1).validationLoss();
    return new Learned(classifier, test, last);
  }

  static LabelledFrames frames(
      int from, int episodes, FrameEncoder encoder, EncoderConfig config, SplittableRandom random) {
    return frames(CameraSelection.all(SPACES), from, episodes, encoder, config, random);
  }

  private static LabelledFrames frames(
      CameraSelection cameras,
      int from,
      int episodes,
      FrameEncoder encoder,
      EncoderConfig config,
      SplittableRandom random) {
    LabelledFrames frames = new LabelledFrames(config, cameras.indices().size());
    for (int episode = from; episode < from + episodes; episode++) {
      for (int step = 1; step <= 4; step++) {
        boolean success = step > 2;
        Observation seen = seen((success ? 0.7 : 0) + 0.3 * random.nextDouble(), random);
        frames.add(
            encoder.encode(cameras.of(seen)),
            new LabelledFrames.Frame(episode, step, success, seen.state()));
      }
    }
    return frames;
  }

  /** Shows given brightnesses one after the other; the truth is brightness above a half. */
  static final class Show implements Environment {
    private final double[] brightness;
    private final boolean endsByItself;
    private final SplittableRandom random = new SplittableRandom(8);
    private int steps;
    boolean closed;

    Show(boolean endsByItself, double... brightness) {
      this.brightness = brightness.clone();
      this.endsByItself = endsByItself;
    }

    @Override
    public String task() {
      return "grey";
    }

    @Override
    public Spaces spaces() {
      return SPACES;
    }

    @Override
    public double stepSeconds() {
      return 0.1;
    }

    @Override
    public int maxEpisodeSteps() {
      return brightness.length;
    }

    @Override
    public double robotSeconds() {
      return 0.1 * steps;
    }

    @Override
    public Observation reset(long seed) {
      steps = 0;
      return seen(1, random); // what is seen at the reset is not scored
    }

    @Override
    public Step step(float[] action) {
      double now = brightness[steps++];
      boolean last = steps == brightness.length;
      return new Step(
          seen(now, random),
          action,
          0.5,
          endsByItself && last,
          !endsByItself && last,
          now > 0.5,
          -0.02,
          last ? "over" : "");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
