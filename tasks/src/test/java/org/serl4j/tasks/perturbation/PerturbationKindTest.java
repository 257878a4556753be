package org.serl4j.tasks.perturbation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serl4j.agent.RandomStreams;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.tasks.arm.EndEffectorSpaces;
import org.serl4j.tasks.perturbation.Perturbation.BoardShift;
import org.serl4j.tasks.perturbation.Perturbation.Occlusion;
import org.serl4j.tasks.perturbation.Perturbation.OverExposure;
import org.serl4j.tasks.perturbation.Perturbation.Push;
import org.serl4j.tasks.perturbation.Perturbation.RegraspOffset;

class PerturbationKindTest {
  private static final int SIZE = 128;
  private static final PerturbationKind.Room ROOM =
      new PerturbationKind.Room(
          EndEffectorSpaces.spaces(List.of("left", "right"), SIZE),
          0.1,
          new Vector3(0.003, 0.5, 0.001));

  private static Perturbation draw(PerturbationKind kind, long seed) {
    return kind.draw(RandomStreams.of(seed, 7), ROOM);
  }

  @Test
  void shouldFindKindsByTheirNamesAndListThemOtherwise() {
    assertEquals(
        List.of(PerturbationKind.PUSH, PerturbationKind.BOARD_SHIFT),
        PerturbationKind.named(List.of("push", "board-shift", "push"), kind -> true));
    assertEquals(
        List.of(PerturbationKind.values()), PerturbationKind.named(List.of("all"), kind -> true));
    assertEquals(
        List.of(PerturbationKind.OCCLUSION, PerturbationKind.OVER_EXPOSURE),
        PerturbationKind.named(List.of("all"), kind -> !kind.tampers()));
    assertEquals(
        "no perturbation 'wind': choose of board-shift, push, occlusion, over-exposure,"
            + " regrasp-offset, or all",
        assertThrows(
                IllegalArgumentException.class,
                () -> PerturbationKind.named(List.of("push", "wind"), kind -> true))
            .getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void shouldDrawTheSameForTheSameSeedAndAnotherForAnother(PerturbationKind kind) {
    Set<Perturbation> drawn = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      assertEquals(draw(kind, seed), draw(kind, seed));
      drawn.add(draw(kind, seed));
    }
    assertEquals(100, drawn.size());
  }

  @Test
  void shouldStayWithinWhatItsKindSays() {
    for (long seed = 0; seed < 500; seed++) {
      for (PerturbationKind kind : PerturbationKind.values()) {
        requireWithin(draw(kind, seed));
      }
    }
  }

  private static void requireWithin(Perturbation drawn) {
    if (drawn instanceof BoardShift shift) {
      requireBetween(5e-3, 10e-3, shift.p_B().norm());
      assertEquals(0, shift.p_B().z());
      requireBetween(0, Math.toRadians(5), Math.abs(shift.yaw()));
      requireBetween(2, 12, shift.step());
    } else if (drawn instanceof Push push) {
      requireBetween(10, 25, push.f_O().norm());
      requireBetween(0.1, 0.2, push.seconds());
      requireBetween(2, 12, push.step());
    } else if (drawn instanceof Occlusion covered) {
      requireBetween(0.3 * SIZE - 1, 0.7 * SIZE + 1, covered.width());
      requireBetween(0.3 * SIZE - 1, 0.7 * SIZE + 1, covered.height());
      requireBetween(0, SIZE - covered.width(), covered.left());
      requireBetween(0, SIZE - covered.height(), covered.top());
      requireBetween(10, 20, covered.count());
      requireBetween(3, 13, covered.from());
    } else if (drawn instanceof OverExposure bright) {
      requireBetween(2, 4, bright.gain());
      requireBetween(10, 20, bright.count());
      requireBetween(3, 13, bright.from());
    } else if (drawn instanceof RegraspOffset offset) {
      requireBetween(0, 0.003, Math.abs(offset.p_E().x()));
      assertEquals(0, offset.p_E().y());
      requireBetween(0, 0.001, Math.abs(offset.p_E().z()));
    }
  }

  private static void requireBetween(double low, double high, double value) {
    assertTrue(value >= low - 1e-12 && value <= high + 1e-12, value + " in " + low + ".." + high);
  }

  /** Of the mean of 2000 unit vectors each component has a standard deviation of 0.013. */
  @Test
  void shouldPushInEveryDirectionAlike() {
    Vector3 mean = Vector3.ZERO;
    for (long seed = 0; seed < 2000; seed++) {
      Push push = (Push) draw(PerturbationKind.PUSH, seed);
      mean = mean.plus(push.f_O().times(1 / (2000 * push.f_O().norm())));
    }
    assertEquals(0, mean.x(), 0.06);
    assertEquals(0, mean.y(), 0.06);
    assertEquals(0, mean.z(), 0.06);
  }
}
