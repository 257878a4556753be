package org.serl4j.rewards.classifier;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;

/** A mistake that the data never showed, and the round that follows it. */
class HardExamplesTest {
  private static final int SEEN = 8;

  private final SplittableRandom random = new SplittableRandom(12);
  private final EncoderConfig one = Toy.CONFIG.encoder().withCopies(1);

  /** What one camera takes for success and the other does not: never in the first data. */
  private void addHalfBright(LabelledFrames frames, FrameEncoder encoder, int episode) {
    for (int step = 1; step <= 4; step++) {
      frames.add(
          encoder.encode(Toy.seen(0.95, 0.35, random)),
          new LabelledFrames.Frame(episode, step, false, new float[1]));
    }
  }

  /** Share of half-bright frames that are taken for success, after training on two data sets. */
  private static double mistakes(
      LabelledFrames training, LabelledFrames validation, LabelledFrames halfBright) {
    ClassifierTraining.Result result =
        new ClassifierTraining(Toy.CONFIG, 2, training, validation, 7).run(look -> {});
    ClassifierNetwork network = new ClassifierNetwork(Toy.CONFIG, 2, 16, false);
    network.values.write(0, result.parameters(), 0, result.parameters().length);
    int wrong = 0;
    for (float logit : network.logits(halfBright)) {
      wrong += logit > 0 ? 1 : 0;
    }
    float[] usual = network.logits(validation);
    for (int i = 0; i < usual.length; i++) {
      assertTrue(usual[i] > 0 == validation.frame(i).success(), "what was right stays right");
    }
    return (double) wrong / halfBright.size();
  }

  @Test
  void shouldUnlearnAMistakeFromOneEpisodeOfIt() {
    FeatureCalibration measured;
    LabelledFrames first;
    LabelledFrames second;
    try (FrameEncoder encoder = FrameEncoder.open(Toy.SPACES, Toy.CONFIG.encoder(), 1)) {
      measured =
          encoder.calibrate(
              List.of(Toy.seen(0, random), Toy.seen(0.5, random), Toy.seen(1, random)));
      first = Toy.frames(0, 12, encoder, Toy.CONFIG.encoder(), new SplittableRandom(5));
      second = Toy.frames(0, 12, encoder, Toy.CONFIG.encoder(), new SplittableRandom(5));
      second.beginHardExamples();
      addHalfBright(second, encoder, 200);
    }
    LabelledFrames validation;
    LabelledFrames halfBright = new LabelledFrames(one, 2);
    try (FrameEncoder encoder = FrameEncoder.open(Toy.SPACES, one, 1)) {
      encoder.useCalibration(measured);
      validation = Toy.frames(12, 4, encoder, one, random);
      for (int episode = 0; episode < SEEN; episode++) {
        addHalfBright(halfBright, encoder, episode);
      }
    }
    double before = mistakes(first, validation, halfBright);
    double after = mistakes(second, validation, halfBright);
    assertTrue(before > 0.9, () -> "mistakes of the first round: " + before);
    assertTrue(after < 0.1, () -> "mistakes of the second round: " + after);
  }
}
