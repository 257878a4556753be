package org.serl4j.tasks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;

/**
 * What every environment must do, in the manner of Gymnasium's environment checker. A task's test
 * extends it and opens the environment in lock-step.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EnvironmentContract {
  protected Environment environment;

  protected abstract Environment open() throws Exception;

  @BeforeAll
  void openOnce() throws Exception {
    environment = open();
    // before anything else, while there was no reset yet
    assertThrows(
        IllegalStateException.class,
        () -> environment.step(new float[environment.spaces().action().size()]),
        "step before the first reset");
  }

  @AfterAll
  void closeOnce() {
    environment.close();
  }

  /**
   * What an episode in which nothing is done may earn at its end: nothing, where reward is rare.
   */
  protected void requireRewardOfStillness(double reward) {
    assertEquals(0, reward);
  }

  private float[] still() {
    return new float[environment.spaces().action().size()];
  }

  private float[] everywhere(float value) {
    float[] action = still();
    Arrays.fill(action, value);
    return action;
  }

  private void requireFits(Observation observation) {
    Spaces spaces = environment.spaces();
    assertEquals(spaces.state().size(), observation.state().length);
    assertEquals(spaces.cameras().size(), observation.images().size());
    for (byte[] image : observation.images()) {
      assertEquals(spaces.imageBytes(), image.length);
    }
    for (float x : observation.state()) {
      assertTrue(Float.isFinite(x));
    }
  }

  @Test
  void shouldObserveWhatItsSpacesSay() {
    requireFits(environment.reset(1));
    Step step = environment.step(everywhere(0.3f));
    requireFits(step.observation());
    assertEquals(environment.spaces().action().size(), step.action().length);
  }

  @Test
  void shouldRepeatAnEpisodeBitForBitWhateverCameBefore() {
    List<Object> first = episode(11);
    environment.reset(12);
    environment.step(everywhere(-1));
    environment.step(everywhere(1));
    List<Object> second = episode(11);
    assertEquals(first.size(), second.size());
    for (int i = 0; i < first.size(); i++) {
      assertEquals(first.get(i), second.get(i), "fact " + i + " of the episode");
    }
  }

  /** Everything that 12 random steps show, as values that compare by content. */
  private List<Object> episode(long seed) {
    List<Object> facts = new ArrayList<>();
    add(environment.reset(seed), facts);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 12; i++) {
      float[] action = still();
      for (int k = 0; k < action.length; k++) {
        action[k] = (float) (2 * random.nextDouble() - 1);
      }
      Step step = environment.step(action);
      add(step.observation(), facts);
      facts.add(Arrays.toString(step.action()));
      facts.add(step.reward());
      facts.add(step.terminated());
      facts.add(step.truncated());
      facts.add(step.success());
      facts.add(step.note());
    }
    return facts;
  }

  private static void add(Observation observation, List<Object> facts) {
    facts.add(Arrays.toString(observation.state()));
    for (byte[] image : observation.images()) {
      facts.add(Arrays.hashCode(image));
    }
  }

  @Test
  void shouldBeginDifferentlyForAnotherSeed() {
    Observation first = environment.reset(21);
    Observation second = environment.reset(22);
    if (first.images().isEmpty()) {
      assertFalse(Arrays.equals(first.state(), second.state()));
    } else {
      assertFalse(Arrays.equals(first.images().get(0), second.images().get(0)));
    }
  }

  @Test
  void shouldClipActionsAndTellTheOneThatWasExecuted() {
    environment.reset(31);
    float[] wild = everywhere(7);
    wild[0] = -7;
    float[] given = wild.clone();
    Step clipped = environment.step(wild);
    assertArrayEquals(given, wild, "the given action is not modified");
    float[] bounded = everywhere(1);
    bounded[0] = -1;
    assertArrayEquals(bounded, clipped.action());

    environment.reset(31);
    Step step = environment.step(bounded);
    assertArrayEquals(step.observation().state(), clipped.observation().state());
  }

  @Test
  void shouldRefuseAnActionThatIsNotFiniteOrOfAnotherLengthAndGoOn() {
    environment.reset(41);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] action = still();
      action[1] = bad;
      assertThrows(IllegalArgumentException.class, () -> environment.step(action));
    }
    assertThrows(
        IllegalArgumentException.class, () -> environment.step(new float[still().length + 1]));
    requireFits(environment.step(still()).observation());
  }

  @Test
  void shouldTruncateAtTheTimeLimitAndThenAskForAReset() {
    environment.reset(51);
    for (int i = 1; i < environment.maxEpisodeSteps(); i++) {
      assertFalse(environment.step(still()).done(), "step " + i);
    }
    Step last = environment.step(still());
    assertTrue(last.truncated());
    assertFalse(last.terminated());
    assertFalse(last.success());
    requireRewardOfStillness(last.reward());
    assertNotEquals("", last.note());
    assertThrows(IllegalStateException.class, () -> environment.step(still()));
  }

  @Test
  void shouldTakeItsStepTimeOnTheRobotsClock() {
    environment.reset(61);
    double before = environment.robotSeconds();
    for (int i = 0; i < 5; i++) {
      environment.step(still());
    }
    assertEquals(5 * environment.stepSeconds(), environment.robotSeconds() - before, 1e-9);
  }

  @Test
  void shouldShowEachCameraItsOwnViewAndMotion() {
    assumeFalse(environment.spaces().cameras().isEmpty(), "a task without cameras");
    Observation before = environment.reset(71);
    Step step = environment.step(still());
    for (int i = 0; i < 6; i++) {
      step = environment.step(everywhere(0.8f));
    }
    List<byte[]> after = step.observation().images();
    double mostChanged = 0;
    for (int i = 0; i < after.size(); i++) {
      mostChanged = Math.max(mostChanged, differing(before.images().get(i), after.get(i)));
      for (int k = 0; k < i; k++) {
        assertTrue(differing(after.get(i), after.get(k)) > 0.01, "cameras " + i + " and " + k);
      }
    }
    assertTrue(mostChanged > 0.01, "share of bytes that motion changes: " + mostChanged);
  }

  /** Share of bytes that differ. */
  private static double differing(byte[] a, byte[] b) {
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return (double) count / a.length;
  }
}
