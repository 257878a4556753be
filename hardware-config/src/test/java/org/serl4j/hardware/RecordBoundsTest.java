package org.serl4j.hardware;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records refuse by themselves, whoever makes them. */
class RecordBoundsTest {
  private static final ReferenceClip CLIP = ReferenceClip.symmetric(0, 0.1, 0.05, 0.1, 0, 0.02);

  /** Largest values of SERL's dynamic_reconfigure server. */
  private static final Compliance STIFFEST = new Compliance(6000, 400, 300, 30, 100, 100, CLIP);

  @Test
  void shouldNameComponentValueUnitAndBound() {
    InvalidValueException refused =
        assertThrows(
            InvalidValueException.class, () -> new Compliance(6000.5, 400, 300, 30, 0, 0, CLIP));

    assertEquals("translationalStiffness", refused.component());
    assertEquals(
        "translationalStiffness = 6000.5 N/m is outside of 0 to 6000 N/m", refused.getMessage());
  }

  @Test
  void shouldTakeBothEndsOfARange() {
    assertEquals(6000, STIFFEST.translationalStiffness());
    assertDoesNotThrow(() -> new Compliance(0, 0, 0, 0, 0, 0, CLIP));
  }

  @Property
  void shouldTakeEveryClipWithinItsRange(
      @ForAll @DoubleRange(min = 0, max = 0.1) @Scale(6) double bound) {
    ReferenceClip clip = ReferenceClip.symmetric(bound, bound, bound, bound, bound, bound);

    assertEquals(bound, clip.negRz());
  }

  @Property
  void shouldRefuseEveryNegativeClip(
      @ForAll @DoubleRange(min = -1e6, max = -1e-6) @Scale(6) double bound) {
    assertThrows(InvalidValueException.class, () -> ReferenceClip.symmetric(0, 0, 0, 0, 0, bound));
  }

  @Test
  void shouldRefuseWhatIsNotFinite() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      InvalidValueException refused =
          assertThrows(InvalidValueException.class, () -> new GripperConfig(0.08, value, 70));
      assertEquals(
          "speed = " + value + " is not a finite number: keep 0.001 to 0.3 m/s",
          refused.getMessage());
    }
  }

  @Test
  void shouldNotChangeWhenTheListItWasMadeOfDoes() {
    Cell sim = Cell.read(Path.of("cells/sim.yaml"));

    assertThrows(
        UnsupportedOperationException.class, () -> sim.cameras().add(sim.cameras().get(0)));
    assertEquals(List.of(), sim.safety().keepOut());
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveLimitsThatLeaveRoomToMove(ArmModel model) {
    ArmLimits limits = model.limits();
    double[] low = limits.qLow().toArray();
    double[] high = limits.qHigh().toArray();

    for (int i = 0; i < JointVector.JOINTS; i++) {
      assertTrue(low[i] < high[i], "joint " + (i + 1));
      assertTrue(limits.dqMax().toArray()[i] > 0);
      assertTrue(limits.tauMax().toArray()[i] >= 12);
    }
  }

  /** franka_control_node.yaml of franka_ros. */
  @Test
  void shouldKnowTheCollisionThresholdsOfFrankaRos() {
    assertEquals(12, CollisionThresholds.FRANKA_ROS.torque().j7());
    assertEquals(20, CollisionThresholds.FRANKA_ROS.force().z());
  }
}
