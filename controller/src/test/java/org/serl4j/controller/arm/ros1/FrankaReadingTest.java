package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.controller.ros1.message.FrankaState.Slice;

class FrankaReadingTest {
  private static final double[] IDENTITY = FakeFranka.columns(RigidTransform.IDENTITY);

  static FrankaState message() {
    FrankaState state = new FrankaState();
    state.mode = FrankaState.MODE_MOVE;
    state.set(Slice.O_T_EE, IDENTITY);
    state.set(Slice.EE_T_K, IDENTITY);
    return state;
  }

  @Test
  void shouldReadPosesColumnAfterColumn() {
    RigidTransform X_OE =
        new RigidTransform(Rotation.exp(new Vector3(0.3, -2.2, 0.7)), new Vector3(0.4, -0.1, 0.25));
    FrankaState told = message();
    told.set(Slice.O_T_EE, FakeFranka.columns(X_OE));
    ArmState state = FrankaReading.of(told, new double[42], 7).state();
    assertEquals(0, state.X_OE().p().minus(X_OE.p()).norm(), 1e-12);
    assertEquals(0, state.X_OE().R().inverse().times(X_OE.R()).log().norm(), 1e-9);
    assertEquals(7, state.timeNs());
  }

  /** Joint 3 turns about z and carries E along x: its column of J is (0.5, 0, 0, 0, 0, 1). */
  @Test
  void shouldMultiplyTheJacobianColumnByColumn() {
    double[] J = new double[42];
    J[12] = 0.5;
    J[17] = 1;
    FrankaState told = message();
    told.set(Slice.DQ, 2, 0.2);
    ArmState state = FrankaReading.of(told, J, 0).state();
    assertEquals(new Vector3(0.1, 0, 0), state.V_OE_O().v());
    assertEquals(new Vector3(0, 0, 0.2), state.V_OE_O().w());
  }

  /** With K at E the wrench on the wire, force first, is ours: same frame, same sign. */
  @Test
  void shouldTakeTheWrenchAsItIsWhereTheStiffnessFrameIsTheEndEffector() {
    FrankaState told = message();
    told.set(Slice.K_F_EXT_HAT_K, new double[] {1, 2, -30, 0.1, 0.2, 0.3});
    ArmState state = FrankaReading.of(told, new double[42], 0).state();
    assertEquals(new Vector3(1, 2, -30), state.F_E_E().f());
    assertEquals(new Vector3(0.1, 0.2, 0.3), state.F_E_E().t());
  }

  /** K is 10 cm ahead of E along z and turned by a quarter about z. */
  @Test
  void shouldBringTheWrenchFromTheStiffnessFrameToTheEndEffector() {
    RigidTransform X_EK =
        new RigidTransform(Rotation.exp(new Vector3(0, 0, Math.PI / 2)), new Vector3(0, 0, 0.1));
    FrankaState told = message();
    told.set(Slice.EE_T_K, FakeFranka.columns(X_EK));
    told.set(Slice.K_F_EXT_HAT_K, new double[] {10, 0, 0, 0, 0, 0.5});
    ArmState state = FrankaReading.of(told, new double[42], 0).state();
    // K's x is E's y; the lever of 0.1 m makes -1 Nm about E's x
    assertArrayEquals(
        new double[] {0, 10, 0, -1, 0, 0.5},
        FrankaReading.six(state.F_E_E().f(), state.F_E_E().t()),
        1e-9);
  }

  @Test
  void shouldRefuseNumbersThatAreNone() {
    FrankaState told = message();
    told.set(Slice.DQ, 4, Double.NaN);
    assertThrows(IllegalArgumentException.class, () -> FrankaReading.of(told, new double[42], 0));
    FrankaState blank = new FrankaState();
    assertThrows(IllegalArgumentException.class, () -> FrankaReading.of(blank, new double[42], 0));
  }

  @ParameterizedTest
  @CsvSource({
    "0, NOT_READY, activate FCI",
    "1, NOT_READY, start the impedance controller",
    "3, NOT_READY, let go",
    "4, REFLEX, free the tool",
    "5, NOT_READY, release it",
    "6, NOT_READY, wait for it",
  })
  void shouldNameWhatARobotModeAsksFor(int mode, ArmFault.Kind kind, String remedy) {
    FrankaState told = message();
    told.mode = mode;
    FrankaReading.Trouble trouble =
        FrankaReading.of(told, new double[42], 0).trouble().orElseThrow();
    assertEquals(kind, trouble.kind());
    assertTrue(trouble.message().contains(remedy), trouble.message());
    assertTrue(trouble.message().endsWith("then recover"), trouble.message());
  }

  @Test
  void shouldNameTheErrors() {
    FrankaState told = message();
    told.errors(List.of("joint_reflex", "power_limit_violation"), List.of());
    FrankaReading.Trouble trouble =
        FrankaReading.of(told, new double[42], 0).trouble().orElseThrow();
    assertTrue(
        trouble.message().contains("(joint_reflex, power_limit_violation)"), trouble.message());
  }
}
