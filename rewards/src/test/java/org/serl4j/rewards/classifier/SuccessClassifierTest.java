package org.serl4j.rewards.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;

class SuccessClassifierTest {
  private static final Toy.Learned LEARNED = Toy.learn();

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldScoreTheSameAfterTheFile() throws IOException {
    Path file = folder.resolve("grey.reward");
    StateCondition condition = StateCondition.of("height>=0.5");
    SuccessRule rule = new SuccessRule(0.25, 0.02, List.of(condition), 2);
    LEARNED.classifier().with(rule).save(file);
    SuccessClassifier read = SuccessClassifier.load(file);
    assertArrayEquals(LEARNED.classifier().logits(LEARNED.test()), read.logits(LEARNED.test()));
    assertEquals(rule, read.rule());
    assertEquals(LEARNED.classifier().scene(), read.scene());
    assertEquals(LEARNED.classifier().config(), read.config());
    assertEquals(LEARNED.classifier().origin(), read.origin());
  }

  @Test
  void shouldScoreLiveWhatItScoredInTheBatch() {
    SplittableRandom random = new SplittableRandom(30);
    Observation bright = Toy.seen(0.9, random);
    Observation dark = Toy.seen(0.1, random);
    try (SuccessJudge judge = judge(LEARNED.classifier())) {
      assertTrue(judge.logit(bright) > 0);
      assertTrue(judge.logit(dark) < 0);
      assertTrue(judge.looksLikeSuccess(bright, 1));
      assertFalse(judge.looksLikeSuccess(bright, -1));
    }
  }

  /** The left camera sees the opposite of the right one, and decides nothing. */
  @Test
  void shouldLookThroughItsOwnCamerasAlone() {
    SplittableRandom random = new SplittableRandom(31);
    SuccessClassifier right = Toy.learn(List.of("right")).classifier();
    assertEquals(List.of("right"), right.scene().names());
    try (SuccessJudge judge = judge(right)) {
      assertTrue(judge.logit(Toy.seen(0.1, 0.9, random)) > 0);
      assertTrue(judge.logit(Toy.seen(0.9, 0.1, random)) < 0);
    }
  }

  private static SuccessJudge judge(SuccessClassifier classifier) {
    return SuccessJudge.open(classifier, Toy.SCENE, Toy.SPACES, "grey.reward");
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws IOException {
    Path missing = folder.resolve("missing.reward");
    assertTrue(refusal(missing).contains("no such file"), refusal(missing));
    Path file = folder.resolve("grey.reward");
    LEARNED.classifier().save(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertTrue(refusal(file).contains("its checksum differs"), refusal(file));
    Files.writeString(file, "something else");
    assertTrue(refusal(file).contains("no file of serl4j"), refusal(file));
  }

  private static String refusal(Path file) {
    RewardDataException refused =
        assertThrows(RewardDataException.class, () -> SuccessClassifier.load(file));
    String message = String.valueOf(refused.getMessage());
    assertEquals(1, message.lines().count());
    return message;
  }

  @Test
  void shouldRefuseAnotherCropCameraBackboneTaskOrState() {
    SceneIdentity scene = Toy.SCENE;
    SceneIdentity.View left = scene.views().get(0);
    SceneIdentity.View cropped = new SceneIdentity.View("right", "cccc", "crop 8, 8, 112, 112");
    assertRefused(
        new SceneIdentity("grey", 128, List.of(left, cropped), scene.backbone(), scene.state()),
        "grey.reward does not fit: it was trained for view of camera right crop 0, 0, 128, 128"
            + " (hash bbbb), here it is crop 8, 8, 112, 112 (hash cccc); train one for this cell");
    assertRefused(
        new SceneIdentity("grey", 128, List.of(left), scene.backbone(), scene.state()),
        "trained for cameras [left, right], here it is [left]");
    assertRefused(
        new SceneIdentity("grey", 128, scene.views(), "00ff", scene.state()), "here it is 00ff");
    assertRefused(
        new SceneIdentity("black", 128, scene.views(), scene.backbone(), scene.state()),
        "trained for task grey, here it is black");
    assertRefused(
        new SceneIdentity("grey", 128, scene.views(), scene.backbone(), List.of("2 height [m]")),
        "trained for state [1 height [m]], here it is [2 height [m]]");
  }

  private static void assertRefused(SceneIdentity here, String part) {
    RewardDataException refused =
        assertThrows(
            RewardDataException.class,
            () -> SuccessJudge.open(LEARNED.classifier(), here, Toy.SPACES, "grey.reward"));
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  @Test
  void shouldRewardAndEndWhenSuccessHasHeld() {
    SuccessClassifier two = LEARNED.classifier().with(new SuccessRule(0, 0.01, List.of(), 2));
    Toy.Show show = new Toy.Show(false, 0.1, 0.9, 0.1, 0.9, 0.9, 0.9);
    try (ClassifiedEnvironment learned = new ClassifiedEnvironment(show, judge(two))) {
      learned.reset(0);
      float[] action = {0};
      for (int i = 0; i < 4; i++) {
        Step step = learned.step(action);
        assertEquals(0, step.reward(), "step " + i);
        assertFalse(step.done(), "step " + i);
      }
      assertTrue(learned.probability() > 0.5);
      Step last = learned.step(action);
      assertEquals(1, last.reward());
      assertTrue(last.terminated());
      assertFalse(last.truncated());
      assertTrue(last.success());
      assertEquals(-0.02, last.gripperPenalty());
    }
    assertTrue(show.closed);
  }

  /** The scene at the reset is bright, but it is the step's own observation that is scored. */
  @Test
  void shouldScoreTheObservationAfterTheStep() {
    Toy.Show show = new Toy.Show(false, 0.1, 0.9);
    try (ClassifiedEnvironment learned =
        new ClassifiedEnvironment(show, judge(LEARNED.classifier()))) {
      learned.reset(0);
      assertEquals(0, learned.step(new float[1]).reward());
      assertEquals(1, learned.step(new float[1]).reward());
    }
  }

  /** The task's own end is no success: the value of what follows is not lost. */
  @Test
  void shouldTruncateWhereTheTaskEndsByItself() {
    Toy.Show show = new Toy.Show(true, 0.1, 0.2);
    try (ClassifiedEnvironment learned =
        new ClassifiedEnvironment(show, judge(LEARNED.classifier()))) {
      learned.reset(0);
      learned.step(new float[1]);
      Step last = learned.step(new float[1]);
      assertEquals(0, last.reward());
      assertFalse(last.terminated());
      assertTrue(last.truncated());
      assertEquals("over", last.note());
    }
  }

  @Test
  void shouldKnowAFalseRewardWhereTheTaskKnowsTheTruth() {
    SuccessClassifier blind = LEARNED.classifier().with(new SuccessRule(-1000, 0.01, List.of(), 1));
    Toy.Show show = new Toy.Show(false, 0.1, 0.1);
    try (ClassifiedEnvironment learned = new ClassifiedEnvironment(show, judge(blind))) {
      learned.reset(0);
      Step step = learned.step(new float[1]);
      assertEquals(1, step.reward());
      assertTrue(step.terminated());
      assertFalse(step.success());
      assertEquals("the classifier says success, the task does not", step.note());
    }
  }

  @Test
  void shouldBeTakenAtItsWordWhereTheTaskKnowsNoTruth() {
    SuccessClassifier blind = LEARNED.classifier().with(new SuccessRule(-1000, 0.01, List.of(), 2));
    Toy.Show show = new Toy.Show(false, 0.1, 0.1, 0.1);
    try (ClassifiedEnvironment learned = new ClassifiedEnvironment(show, judge(blind), false)) {
      learned.reset(0);
      assertFalse(learned.step(new float[1]).success());
      Step step = learned.step(new float[1]);
      assertEquals(1, step.reward());
      assertTrue(step.terminated());
      assertTrue(step.success());
      assertEquals("", step.note());
    }
  }
}
