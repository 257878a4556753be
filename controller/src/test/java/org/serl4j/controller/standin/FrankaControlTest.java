package org.serl4j.controller.standin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.impedance.ImpedanceLaw;
import org.serl4j.controller.loop.ControlLoop;
import org.serl4j.controller.loop.JointState;
import org.serl4j.controller.loop.TorquePlant;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedBench;
import org.serl4j.controller.mujoco.Simulation;
import org.serl4j.controller.ros1.message.FrankaState;
import org.serl4j.hardware.ArmModel;
import org.serl4j.hardware.CollisionThresholds;

/** The robot's 1 kHz without ROS, tick by tick. */
class FrankaControlTest {
  private static final double[] Q = {0.1, 0.2, -0.1, -2.1, 0.1, 2.3, 0.7};

  /** An arm that stands where it is put and keeps what it is told. */
  private static final class Clamped implements TorquePlant {
    final double[] q = Q.clone();
    final double[] dq = new double[JOINTS];
    final double[] F_E_E = new double[6];
    final double[] tau = new double[JOINTS];
    long timeNs;

    @Override
    public void read(JointState into) {
      into.timeNs = timeNs;
      System.arraycopy(q, 0, into.q, 0, JOINTS);
      System.arraycopy(dq, 0, into.dq, 0, JOINTS);
      System.arraycopy(F_E_E, 0, into.F_E_E, 0, 6);
    }

    @Override
    public void write(double[] command) {
      System.arraycopy(command, 0, tau, 0, JOINTS);
      timeNs += ControlLoop.TICK_NS;
    }
  }

  private static Reflex reflex(double scale) {
    return new Reflex(CollisionThresholds.FRANKA_ROS, scale);
  }

  private static ControllerParameters parameters(Map<String, Double> changes) {
    return ControllerParameters.of(
        ControllerParameters.changed(ControllerParameters.defaults(), changes));
  }

  private static FrankaControl control(TorquePlant plant, double reflexScale) {
    return new FrankaControl(
        plant, ArmModel.PANDA.limits(), reflex(reflexScale), parameters(Map.of()), 1);
  }

  private static RigidTransform away(FrankaControl control, double x, double z) {
    RigidTransform X = PoseArray.toTransform(control.latest().X_OE());
    return new RigidTransform(X.R(), new Vector3(X.p().x() + x, X.p().y(), X.p().z() + z));
  }

  private static void run(FrankaControl control, int ticks) {
    for (int i = 0; i < ticks; i++) {
      control.step();
    }
  }

  /** The equilibrium pose reaches SERL's law as it is: far, at once, and only then the filter. */
  @Test
  void shouldGiveThePoseToTheImpedanceLawAsItComes() {
    Clamped plant = new Clamped();
    FrankaControl control = control(plant, 1);
    ImpedanceLaw law = new ImpedanceLaw(ArmModel.PANDA.limits().tauMax().toArray());
    FrankaKinematics kinematics = new FrankaKinematics();
    kinematics.evaluate(Q);
    law.start(kinematics, Q);
    law.comply(parameters(Map.of()).compliance());
    law.nullspace(0.2, 100);
    RigidTransform far = away(control, 0.4, -0.3);
    double[] X_OD = new double[PoseArray.SIZE];
    PoseArray.set(far, X_OD);
    double[] tau = new double[JOINTS];

    control.equilibrium(far);
    law.target(X_OD);
    for (int i = 0; i < 500; i++) {
      plant.dq[i % JOINTS] = 0.1 * Math.sin(0.01 * i);
      control.step();
      law.step(kinematics, Q, plant.dq, new double[JOINTS], tau);
      assertArrayEquals(tau, plant.tau, 0.0);
    }
  }

  /** A pose half a metre away pulls with K times clip, 2000 N/m times 10 mm, and no more. */
  @Test
  void shouldPullWithStiffnessTimesClipHoweverFarThePoseIs() {
    Clamped plant = new Clamped();
    FrankaControl control = control(plant, 1);
    control.equilibrium(away(control, 0.5, 0));
    run(control, 3000);

    FrankaKinematics kinematics = new FrankaKinematics();
    kinematics.evaluate(Q);
    for (int i = 0; i < JOINTS; i++) {
      assertEquals(20 * kinematics.J_OE()[i], plant.tau[i], 1e-3, "joint " + (i + 1));
    }
  }

  @Test
  void shouldForgetTheIntegralAtEveryNewPose() {
    Clamped plant = new Clamped();
    FrankaControl control = control(plant, 1);
    control.comply(parameters(Map.of("translational_Ki", 10.0)));
    control.equilibrium(away(control, 0.5, 0));
    run(control, 3000);
    double wound = plant.tau[3];
    control.equilibrium(away(control, 0.5, 0));
    run(control, 4);
    // 10 N/m times 0.1 m were wound up; in 4 ticks 4 times 10 mm come back
    FrankaKinematics kinematics = new FrankaKinematics();
    kinematics.evaluate(Q);
    assertEquals(-10 * 0.06 * kinematics.J_OE()[3], plant.tau[3] - wound, 1e-3);
  }

  @Test
  void shouldTellWhichThresholdWasExceededAndIgnorePosesUntilItRecovers() {
    Clamped plant = new Clamped();
    FrankaControl control = control(plant, 1);
    run(control, 10);
    plant.F_E_E[5] = -13; // [Nm] about z of E, which is the axis of joint 7: its threshold is 12
    run(control, 100);
    assertEquals(FrankaState.MODE_REFLEX, control.latest().mode());
    assertEquals(List.of("joint_reflex"), control.latest().errors());
    plant.F_E_E[5] = 0;

    control.equilibrium(away(control, 0.1, 0));
    run(control, 500);
    assertArrayEquals(new double[JOINTS], plant.tau, 1e-6, "holds where it stands");

    assertFalse(control.recover().isDone());
    run(control, 1);
    assertEquals(FrankaState.MODE_MOVE, control.latest().mode());
    assertEquals(List.of(), control.latest().errors());
    assertEquals(List.of("joint_reflex"), control.latest().lastMotionErrors());
    run(control, 500);
    assertArrayEquals(new double[JOINTS], plant.tau, 1e-6, "the pose from before is forgotten");
  }

  @Test
  void shouldMoveItsJointsInAStraightLineForTheTimeThatItTakes() {
    Clamped plant = new Clamped();
    FrankaControl control = control(plant, 1);
    double[] target = Q.clone();
    target[6] += 0.02;
    CompletableFuture<Boolean> started = control.runJoints(target);
    run(control, 1000);
    assertTrue(started.join());
    assertEquals(FrankaControl.Controller.JOINT_POSITION, control.latest().running());
    // K (q_D - q) of joint 7
    assertEquals(100 * 0.02, plant.tau[6], 1e-9);
    assertEquals(0, plant.tau[0], 1e-9);
  }

  @Test
  void shouldRefuseALoadThatTheArmDoesNotCarry() {
    for (double mass : new double[] {-1, 4, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> new Payload(mass, Vector3.ZERO, new double[9]));
    }
  }

  /** It lands on the table with more than a reflex lets pass. */
  private static Simulation<FrankaControl> bench() throws IOException {
    try (SceneFile scene = SceneFile.extract(SimulatedBench.class, "bench.xml")) {
      return Simulation.open(
          scene.path(), SimulatedBench.cell(), true, plant -> control(plant, 10));
    }
  }

  private static void seconds(Simulation<?> bench, double seconds) {
    bench.pace().advanceTo(bench.pace().nowNs() + Math.round(seconds * 1e9));
  }

  /** What it presses with against a table far above the pose is K times clip. */
  @Test
  void shouldPressWithStiffnessTimesClip() throws IOException {
    try (Simulation<FrankaControl> bench = bench()) {
      FrankaControl control = bench.loop();
      control.equilibrium(away(control, 0, -0.35));
      seconds(bench, 4);
      RobotSample pressing = control.latest();
      assertEquals(List.of(), pressing.errors());
      assertEquals(20, pressing.F_E_O()[2], 1.0);
      assertEquals(-20, pressing.F_E_E()[2], 1.0, "on the tool, which points down");
      assertEquals(1, pressing.successRate());
    }
  }

  /** 1 kg that is not there: the arm is pulled up until its spring holds the weight's opposite. */
  @Test
  void shouldCarryTheLoadThatItWasTold() throws IOException {
    try (Simulation<FrankaControl> bench = bench()) {
      FrankaControl control = bench.loop();
      seconds(bench, 2);
      double z = control.latest().X_OE()[2];
      CompletableFuture<Boolean> told =
          control.load(
              new Payload(1, new Vector3(0, 0, FrankaKinematics.HAND_TO_TCP), new double[9]));
      seconds(bench, 3);
      assertTrue(told.join());
      RobotSample carrying = control.latest();
      assertEquals(9.81 / 2000, carrying.X_OE()[2] - z, 2e-4);
      assertEquals(9.81, carrying.F_E_O()[2], 0.5, "less than nothing hangs there");
    }
  }
}
