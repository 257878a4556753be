package org.serl4j.resets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class StartRegionTest {
  private static final double TURN = Math.PI / 6;
  private static final RigidTransform X_OT =
      new RigidTransform(
          Rotation.exp(new Vector3(0, 0, 0.4)).times(new Rotation(0, 1, 0, 0)),
          new Vector3(0.5, 0.1, 0.06));
  private final StartRegion region = new StartRegion(0.1, 0.05, TURN);

  @Test
  void shouldStartAboveTheTargetWithinTheRangeAndUseAllOfIt() {
    SplittableRandom random = new SplittableRandom(1);
    double farthest = 0;
    double mostTurned = 0;
    for (int i = 0; i < 1000; i++) {
      RigidTransform X_OS = region.draw(X_OT, random);
      RigidTransform X_TS = X_OT.inverse().times(X_OS);
      assertEquals(0.16, X_OS.p().z(), 1e-12);
      assertTrue(Math.abs(X_TS.p().x()) <= 0.05 && Math.abs(X_TS.p().y()) <= 0.05);
      assertTrue(Math.abs(X_TS.R().log().z()) <= TURN + 1e-12);
      assertEquals(0, Math.hypot(X_TS.R().log().x(), X_TS.R().log().y()), 1e-9);
      farthest = Math.max(farthest, Math.abs(X_TS.p().x()));
      mostTurned = Math.max(mostTurned, Math.abs(X_TS.R().log().z()));
    }
    assertTrue(farthest > 0.049);
    assertTrue(mostTurned > 0.98 * TURN);
  }

  @Test
  void shouldDrawTheSamePoseForTheSameSeedAndAnotherForAnother() {
    assertEquals(
        region.draw(X_OT, new SplittableRandom(7)), region.draw(X_OT, new SplittableRandom(7)));
    assertNotEquals(
        region.draw(X_OT, new SplittableRandom(7)), region.draw(X_OT, new SplittableRandom(8)));
  }

  @Test
  void shouldRefuseARegionBelowTheTarget() {
    assertThrows(IllegalArgumentException.class, () -> new StartRegion(-0.1, 0.05, TURN));
  }
}
