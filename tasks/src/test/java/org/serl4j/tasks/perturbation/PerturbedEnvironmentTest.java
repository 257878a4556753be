package org.serl4j.tasks.perturbation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.tasks.arm.EndEffectorSpaces;
import org.serl4j.tasks.perturbation.Perturbation.BoardShift;
import org.serl4j.tasks.perturbation.Perturbation.Occlusion;
import org.serl4j.tasks.perturbation.Perturbation.OfImages;
import org.serl4j.tasks.perturbation.Perturbation.OverExposure;
import org.serl4j.tasks.perturbation.Perturbation.Push;
import org.serl4j.tasks.perturbation.Perturbation.RegraspOffset;

/** What happens when, over a scene that only shows its step. */
class PerturbedEnvironmentTest {
  private static final int SIZE = 16;
  private static final int STEPS = 40;
  private static final float[] STILL = new float[6];

  /** Says what the hand did, and after how many steps. */
  private final List<String> happened = new ArrayList<>();

  private final Counting task = new Counting();

  /** Every byte of an image is the number of the observation plus that of the camera. */
  private static final class Counting implements Environment {
    private int steps;

    private Observation observation() {
      List<byte[]> images = new ArrayList<>();
      for (int camera = 0; camera < 2; camera++) {
        byte[] image = new byte[spaces().imageBytes()];
        Arrays.fill(image, (byte) (100 + steps + camera));
        images.add(image);
      }
      return new Observation(new float[spaces().state().size()], images);
    }

    @Override
    public Observation reset(long seed) {
      steps = 0;
      return observation();
    }

    @Override
    public Step step(float[] action) {
      steps++;
      return new Step(observation(), action, 0.25, false, steps == STEPS, steps == 3, 0, "note");
    }

    @Override
    public String task() {
      return "counting";
    }

    @Override
    public Spaces spaces() {
      return EndEffectorSpaces.spaces(List.of("left", "right"), SIZE);
    }

    @Override
    public double stepSeconds() {
      return 0.1;
    }

    @Override
    public int maxEpisodeSteps() {
      return STEPS;
    }

    @Override
    public double robotSeconds() {
      return steps * 0.1;
    }

    @Override
    public void close() {}
  }

  private final class Recording implements Tampering {
    @Override
    public Set<PerturbationKind> kinds() {
      return EnumSet.allOf(PerturbationKind.class);
    }

    @Override
    public Vector3 graspRange() {
      return new Vector3(0.001, 0, 0.001);
    }

    @Override
    public void displaceGrasp(Vector3 p_E) {
      happened.add("grasp " + p_E);
    }

    @Override
    public void shoveFixture(Vector3 p_B, double yaw, double seconds) {
      happened.add(task.steps + " shove " + p_B + " " + yaw + " " + seconds);
    }

    @Override
    public void pushHand(Vector3 f_O, double seconds) {
      happened.add(task.steps + " push " + f_O + " " + seconds);
    }
  }

  private PerturbedEnvironment perturbed(PerturbationKind kind) {
    return new PerturbedEnvironment(task, kind, Optional.of(new Recording()));
  }

  /** Observations 0 to the last. */
  private static List<Observation> episode(PerturbedEnvironment environment, long seed) {
    List<Observation> seen = new ArrayList<>();
    seen.add(environment.reset(seed));
    Step step;
    do {
      step = environment.step(STILL);
      seen.add(step.observation());
    } while (!step.done());
    return seen;
  }

  @Test
  void shouldCoverExactlyTheRectangleForExactlyItsSteps() {
    PerturbedEnvironment environment = perturbed(PerturbationKind.OCCLUSION);
    for (long seed = 0; seed < 20; seed++) {
      List<Observation> seen = episode(environment, seed);
      Occlusion what = (Occlusion) environment.perturbation().orElseThrow();
      for (int n = 0; n < seen.size(); n++) {
        for (int camera = 0; camera < 2; camera++) {
          boolean covered =
              camera == what.camera() && n >= what.from() && n < what.from() + what.count();
          requireCovered(seen.get(n).images().get(camera), 100 + n + camera, covered ? what : null);
        }
      }
      assertTrue(environment.struck());
    }
  }

  private static void requireCovered(byte[] image, int plain, @Nullable Occlusion what) {
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        boolean black =
            what != null
                && row >= what.top()
                && row < what.top() + what.height()
                && column >= what.left()
                && column < what.left() + what.width();
        for (int channel = 0; channel < 3; channel++) {
          assertEquals(
              black ? 0 : (byte) plain, image[3 * (row * SIZE + column) + channel], "row " + row);
        }
      }
    }
  }

  @Test
  void shouldMultiplyAndClipEveryChannel() {
    byte[] rgb = {0, 10, (byte) 127, (byte) 128, (byte) 200, (byte) 255};
    byte[] given = rgb.clone();
    byte[] bright = new OverExposure(0, 1, 1, 2).spoil(rgb, 1);
    assertArrayEquals(new byte[] {0, 20, (byte) 254, (byte) 255, (byte) 255, (byte) 255}, bright);
    assertArrayEquals(given, rgb, "the given image is not modified");

    PerturbedEnvironment environment = perturbed(PerturbationKind.OVER_EXPOSURE);
    List<Observation> seen = episode(environment, 3);
    OfImages what = (OfImages) environment.perturbation().orElseThrow();
    for (int n = 0; n < seen.size(); n++) {
      byte plain = (byte) (100 + n + what.camera());
      assertEquals(!what.covers(n), seen.get(n).images().get(what.camera())[0] == plain, "n " + n);
    }
  }

  @Test
  void shouldPushAndShoveOnceBeforeTheStepThatWasDrawn() {
    PerturbedEnvironment pushing = perturbed(PerturbationKind.PUSH);
    episode(pushing, 5);
    Push push = (Push) pushing.perturbation().orElseThrow();
    assertEquals(List.of(push.step() + " push " + push.f_O() + " " + push.seconds()), happened);
    assertTrue(pushing.struck());

    happened.clear();
    PerturbedEnvironment shoving = perturbed(PerturbationKind.BOARD_SHIFT);
    episode(shoving, 5);
    BoardShift shift = (BoardShift) shoving.perturbation().orElseThrow();
    assertEquals(
        List.of(shift.step() + " shove " + shift.p_B() + " " + shift.yaw() + " 0.3"), happened);
  }

  @Test
  void shouldDisplaceTheGraspBeforeTheEpisode() {
    PerturbedEnvironment environment = perturbed(PerturbationKind.REGRASP_OFFSET);
    environment.reset(5);
    RegraspOffset offset = (RegraspOffset) environment.perturbation().orElseThrow();
    assertEquals(List.of("grasp " + offset.p_E()), happened);
    environment.step(STILL);
    assertEquals(1, happened.size());
  }

  /** An image is only then part of what happened when the policy acted on it. */
  @ParameterizedTest
  @EnumSource(names = "REGRASP_OFFSET", mode = EnumSource.Mode.EXCLUDE)
  void shouldKnowWhetherItHappenedWhileThePolicyActed(PerturbationKind kind) {
    PerturbedEnvironment environment = perturbed(kind);
    environment.reset(5);
    int first = 0;
    while (!environment.struck()) {
      environment.step(STILL);
      first++;
    }
    Perturbation what = environment.perturbation().orElseThrow();
    int expected =
        what instanceof OfImages spoilt
            ? spoilt.from()
            : what instanceof Push push ? push.step() : ((BoardShift) what).step();
    assertEquals(expected + 1, first);
    environment.reset(6);
    assertFalse(environment.struck());
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveEverythingButImagesAlone(PerturbationKind kind) {
    PerturbedEnvironment environment = perturbed(kind);
    environment.reset(1);
    for (int i = 1; i <= STEPS; i++) {
      Step step = environment.step(STILL);
      assertSame(STILL, step.action());
      assertEquals(0.25, step.reward());
      assertEquals(i == 3, step.success());
      assertEquals(i == STEPS, step.truncated());
      assertEquals("note", step.note());
    }
  }

  @Test
  void shouldRefuseToTouchASceneThatOffersNoHand() {
    assertEquals(
        "the perturbation push cannot happen to counting here: choose of occlusion, over-exposure",
        assertThrows(
                IllegalArgumentException.class,
                () -> new PerturbedEnvironment(task, PerturbationKind.PUSH, Optional.empty()))
            .getMessage());
    PerturbedEnvironment images =
        new PerturbedEnvironment(task, PerturbationKind.OCCLUSION, Optional.empty());
    assertEquals(STEPS + 1, episode(images, 1).size());
  }
}
