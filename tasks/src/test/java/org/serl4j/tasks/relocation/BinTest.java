package org.serl4j.tasks.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;

class BinTest {
  private static final double HALF = ObjectRelocation.HALF_HEIGHT;

  @Test
  void shouldHoldWhatLiesOnItsFloorAndNothingElse() {
    assertTrue(Bin.A.holds(Bin.A.at(0, 0.1, HALF)));
    assertTrue(Bin.B.holds(Bin.B.at(0.07, 0.15, HALF)));
    assertTrue(Bin.B.holds(Bin.B.at(0, 0.1, 0.018)), "on a side");
    assertFalse(Bin.A.holds(Bin.B.at(0, 0.1, HALF)), "in the other bin");
    assertFalse(Bin.A.holds(Bin.A.at(0, 0.1, HALF + 0.01)), "held over the floor");
    assertFalse(Bin.A.holds(Bin.A.at(0, 0.005, HALF)), "on the wall");
    assertFalse(Bin.A.holds(Bin.A.at(0.12, 0.1, HALF)), "beyond the rim");
    assertFalse(Bin.A.holds(Bin.A.at(0, 0.1, -HALF)), "under the bin");
  }

  @Test
  void shouldDrawPlacesOfItsOwnThatTheArmReaches() {
    SplittableRandom random = new SplittableRandom(1);
    double widest = 0;
    for (int i = 0; i < 200; i++) {
      RigidTransform X_OP = Bin.B.draw(random);
      assertTrue(Bin.B.holds(X_OP.p()));
      assertFalse(Bin.A.holds(X_OP.p()));
      assertTrue(Bin.B.fromWall(X_OP.p()) >= 0.03, "clear of the keep-out over the wall");
      widest = Math.max(widest, Math.abs(X_OP.p().x() - ObjectRelocation.p_OF.x()));
    }
    assertTrue(widest > 0.04 && widest <= 0.05, "range along x: " + widest);
  }

  @Test
  void shouldTurnADirectionAround() {
    assertEquals(Direction.FORWARD.start(), Direction.BACKWARD.goal());
    assertEquals(Direction.FORWARD.goal(), Direction.BACKWARD.start());
  }
}
