package org.serl4j.controller.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.hardware.Quaternion;
import org.serl4j.hardware.SafetyConfig;
import org.serl4j.hardware.Xyz;

/** The cell's limits, which the configuration gives along the base's axes. */
class WorkspaceTest {
  private static final Rotation DOWN = new Rotation(0, 1, 0, 0);

  private static SafetyConfig safety(Quaternion reference) {
    return new SafetyConfig(
        new SafetyConfig.Box(new Xyz(0.3, -0.2, 0.05), new Xyz(0.7, 0.4, 0.6)),
        new SafetyConfig.RotationLimits(reference, new Xyz(-0.1, -0.2, -1), new Xyz(0.3, 0.4, 1.5)),
        List.of(new SafetyConfig.Box(new Xyz(0.4, 0.1, 0.0), new Xyz(0.5, 0.3, 0.2))),
        0.5,
        1.5,
        1.5,
        2.5,
        60,
        15,
        50,
        1000);
  }

  private static RigidTransform clip(Vector3 p, Vector3 turn) {
    Workspace limits = Workspace.of(safety(new Quaternion(0, 1, 0, 0)));
    return new SafetyEnvelope(List.of(limits))
        .clip(new RigidTransform(DOWN.times(Rotation.exp(turn)), p));
  }

  private static void assertNear(Vector3 expected, Vector3 actual) {
    assertEquals(0, expected.minus(actual).norm(), 1e-8, () -> expected + " but was " + actual);
  }

  @Test
  void shouldLimitPositionsAlongTheBasesAxesThoughTheToolPointsDown() {
    assertNear(new Vector3(0.7, -0.2, 0.05), clip(new Vector3(9, -9, -9), Vector3.ZERO).p());
    assertNear(new Vector3(0.3, 0.4, 0.6), clip(new Vector3(-9, 9, 9), Vector3.ZERO).p());
  }

  @Test
  void shouldForbidTheKeepOutBoxesAlongTheBasesAxes() {
    assertNear(new Vector3(0.45, 0.2, 0.2), clip(new Vector3(0.45, 0.2, 0.19), Vector3.ZERO).p());
  }

  @Test
  void shouldLimitRotationsAboutTheReferencesAxes() {
    Vector3 p = new Vector3(0.6, 0, 0.3);
    RigidTransform clipped = clip(p, new Vector3(0.9, -0.9, 0.2));
    assertNear(new Vector3(0.3, -0.2, 0.2), DOWN.inverse().times(clipped.R()).log());
  }

  @Test
  void shouldRefuseAReferenceThatWouldTurnTheBoxes() {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Workspace.of(safety(new Quaternion(0, Math.cos(0.2), Math.sin(0.2), 0))))
                .getMessage());
    assertTrue(message.contains("safety.rotation.reference"), message);
  }
}
