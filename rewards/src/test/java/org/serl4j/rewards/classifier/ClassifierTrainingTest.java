package org.serl4j.rewards.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.encoder.EncodedObservation;

class ClassifierTrainingTest {
  @Test
  void shouldLearnASeparableWorld() {
    Toy.Learned learned = Toy.learn();
    float[] logits = learned.classifier().logits(learned.test());
    for (int i = 0; i < logits.length; i++) {
      assertEquals(learned.test().frame(i).success(), logits[i] > 0, "frame " + i);
    }
    assertTrue(learned.lastLoss() < 0.2, () -> "validation loss " + learned.lastLoss());
  }

  @Test
  void shouldRepeatBitForBitUnderASeedAndDifferUnderAnother() {
    float[] once = run(1).parameters();
    assertArrayEquals(once, run(1).parameters());
    assertNotEquals(once[0], run(2).parameters()[0]);
  }

  /** Noise cannot be learned: validation gets worse, training stops early and keeps the best. */
  @Test
  void shouldStopWhenTheValidationLossRisesAndKeepTheBest() {
    ClassifierTraining.Result result = run(1);
    List<ClassifierTraining.Look> looks = result.looks();
    double lowest =
        looks.stream().mapToDouble(ClassifierTraining.Look::validationLoss).min().orElseThrow();
    ClassifierTraining.Look kept =
        looks.stream().filter(look -> look.step() == result.step()).findFirst().orElseThrow();
    assertEquals(lowest, kept.validationLoss());
    ClassifierTraining.Look last = looks.get(looks.size() - 1);
    assertTrue(last.step() < 400, () -> "trained on to step " + last.step());
    assertEquals(3, (last.step() - result.step()) / 10, "looks after the best: the patience");
  }

  private static ClassifierTraining.Result run(long seed) {
    ClassifierConfig config =
        new ClassifierConfig(Toy.CONFIG.encoder(), 2, 8, 8, 0.1, 3e-3, 16, 400, 10, 3);
    LabelledFrames all = Toy.noise(8, 6, 3, 2);
    return new ClassifierTraining(config, 2, all, otherEpisodes(), seed).run(look -> {});
  }

  /** Other episodes, by number, of other noise. */
  private static LabelledFrames otherEpisodes() {
    LabelledFrames source = new LabelledFrames(Toy.CONFIG.encoder().withCopies(1), 2);
    SplittableRandom random = new SplittableRandom(77);
    for (int i = 0; i < 40; i++) {
      byte[] left = new byte[Toy.CONFIG.encoder().copyBytes()];
      byte[] right = new byte[left.length];
      random.nextBytes(left);
      random.nextBytes(right);
      float[] state = {0};
      source.add(
          new EncodedObservation(state, List.of(left, right)),
          new LabelledFrames.Frame(100 + i, 1, i % 2 == 0, state));
    }
    return source;
  }

  @Test
  void shouldRefuseDataOfOneClass() {
    LabelledFrames both = Toy.noise(2, 4, 2, 1);
    RewardDataException none =
        assertThrows(
            RewardDataException.class,
            () -> new ClassifierTraining(Toy.CONFIG, 2, Toy.noise(2, 4, 0, 1), both, 0));
    assertEquals(
        "the training part of the data has 0 observations of success and 8 of failure, and needs"
            + " both: collect more episodes",
        none.getMessage());
    assertThrows(
        RewardDataException.class,
        () -> new ClassifierTraining(Toy.CONFIG, 2, both, Toy.noise(2, 4, 4, 1), 0));
  }

  @Test
  void shouldRefuseAnEpisodeInTrainingAndValidation() {
    LabelledFrames same = Toy.noise(2, 4, 2, 1);
    RewardDataException refused =
        assertThrows(
            RewardDataException.class, () -> new ClassifierTraining(Toy.CONFIG, 2, same, same, 0));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("episode 0 is in training and"));
  }

  @Test
  void shouldDrawAsManySuccessesAsFailures() {
    LabelledFrames frames = Toy.noise(10, 10, 1, 1); // one of ten is a success
    BalancedSampler sampler = new BalancedSampler(frames);
    int[] picked = new int[16];
    boolean[] drawn = new boolean[frames.size()];
    SplittableRandom random = new SplittableRandom(4);
    for (int batch = 0; batch < 200; batch++) {
      sampler.draw(random, picked);
      int successes = 0;
      for (int i : picked) {
        successes += frames.frame(i).success() ? 1 : 0;
        drawn[i] = true;
      }
      assertEquals(8, successes);
    }
    for (int i = 0; i < drawn.length; i++) {
      assertTrue(drawn[i], "never drawn: " + i);
    }
  }

  /**
   * Three hard failures among hundreds: a quarter of the failures drawn, and no success is hard.
   */
  @Test
  void shouldDrawAQuarterOfAClassFromItsHardExamples() {
    LabelledFrames frames = Toy.noise(40, 10, 1, 1);
    frames.beginHardExamples();
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 3; i++) {
      byte[] features = new byte[Toy.CONFIG.encoder().copyBytes()];
      random.nextBytes(features);
      float[] state = {0};
      frames.add(
          new EncodedObservation(state, List.of(features, features)),
          new LabelledFrames.Frame(40, 1 + i, false, state));
    }
    BalancedSampler sampler = new BalancedSampler(frames);
    int[] picked = new int[16];
    int hard = 0;
    for (int batch = 0; batch < 10; batch++) {
      sampler.draw(random, picked);
      for (int i = 0; i < picked.length; i++) {
        assertEquals(i < 8, frames.frame(picked[i]).success());
        hard += frames.isHard(picked[i]) ? 1 : 0;
      }
    }
    assertEquals(10 * 8 / 4, hard);
  }
}
