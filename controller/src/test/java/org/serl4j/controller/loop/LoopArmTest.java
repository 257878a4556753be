package org.serl4j.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

/** The closed loop of arm port, control loop, law and an analytic arm. */
class LoopArmTest {
  // SERL's gains for peg insertion
  private static final double STIFFNESS = 2000; // [N/m]
  private static final double CLIP_Z = 0.01; // [m]
  private static final Compliance PEG =
      new Compliance(
          STIFFNESS, 89, 150, 7, 0, 0, ReferenceClip.symmetric(.003, .003, CLIP_Z, .02, .02, .02));

  private static final Vector3 BIG = new Vector3(2, 2, 2);
  private static final Vector3 PI3 = new Vector3(3.2, 3.2, 3.2);
  private static final Workspace EVERYWHERE =
      new Workspace(RigidTransform.IDENTITY, BIG.times(-1), BIG, PI3.times(-1), PI3, List.of());
  private static final LoopLimits LIMITS =
      new LoopLimits(
          new double[] {-2.8973, -1.7628, -2.8973, -3.0718, -2.8973, -0.0175, -2.8973},
          new double[] {2.8973, 1.7628, 2.8973, -0.0698, 2.8973, 3.7525, 2.8973},
          new double[] {2.175, 2.175, 2.175, 2.175, 2.61, 2.61, 2.61},
          new double[] {87, 87, 87, 87, 12, 12, 12},
          0.25,
          0.5,
          1.0,
          2.0,
          40,
          10,
          20_000_000,
          500_000_000);

  private static final double[] HOME = {0, -0.1, 0, -2.3, 0, 2.2, 0.8};

  private final AnalyticPlant plant = new AnalyticPlant();
  private final ControlLoop loop =
      new ControlLoop(
          plant,
          LIMITS,
          new SetpointExchange(PEG, new SafetyEnvelope(List.of(EVERYWHERE))),
          0.2,
          100);
  private final LoopArm arm = new LoopArm(loop, EVERYWHERE, HOME);

  private void run(int ms) {
    for (int i = 0; i < ms; i++) {
      loop.step();
    }
  }

  /** Repeats the command at 10 Hz, as the environment does. */
  private void follow(RigidTransform X_OD, int ms) {
    for (int i = 0; i < ms; i += 100) {
      arm.moveTo(X_OD);
      run(100);
    }
  }

  private static RigidTransform moved(RigidTransform X, double x, double y, double z) {
    return new RigidTransform(X.R(), X.p().plus(new Vector3(x, y, z)));
  }

  /** Repeats a command of joint positions at 10 Hz. */
  private void followJoints(double[] q, int ms) {
    for (int i = 0; i < ms; i += 100) {
      arm.moveJoints(q);
      run(100);
    }
  }

  private static double farthest(double[] a, double[] b) {
    double farthest = 0;
    for (int i = 0; i < a.length; i++) {
      farthest = Math.max(farthest, Math.abs(a[i] - b[i]));
    }
    return farthest;
  }

  @Test
  void shouldBringEveryJointWhereItIsToldAtABoundedSpeed() {
    double[] home = arm.state().q().clone();
    double[] bent = home.clone();
    bent[0] += 0.3;
    bent[2] -= 0.4;
    bent[4] += 0.2;
    double fastest = 0;
    for (int i = 0; i < 40; i++) {
      arm.moveJoints(bent);
      run(100);
      fastest = Math.max(fastest, farthest(arm.state().dq(), new double[7]));
    }
    assertTrue(arm.fault().isEmpty());
    assertEquals(0, farthest(arm.state().q(), bent), 0.02);
    assertTrue(fastest < 0.7, "fastest joint " + fastest + " rad/s");
    followJoints(home, 4000);
    assertEquals(0, farthest(arm.state().q(), home), 0.02);
  }

  @Test
  void shouldGoOnFromItsPoseAfterAMotionOfJoints() {
    double[] bent = arm.state().q().clone();
    bent[2] -= 0.3;
    followJoints(bent, 1500);
    RigidTransform here = arm.state().X_OE();
    follow(moved(here, 0, 0, 0.03), 1500);
    assertTrue(arm.fault().isEmpty());
    Vector3 p = here.inverse().times(arm.state().X_OE()).p();
    assertEquals(0.03, p.norm(), 0.003);
  }

  @Test
  void shouldKeepTheEndEffectorInTheEnvelopeWhileJointsMove() {
    RigidTransform start = arm.state().X_OE();
    double around = 0.02;
    arm.confine(
        new Workspace(
            new RigidTransform(Rotation.IDENTITY, start.p()),
            new Vector3(-around, -around, -around),
            new Vector3(around, around, around),
            PI3.times(-1),
            PI3,
            List.of()));
    double[] far = arm.state().q().clone();
    far[0] += 0.5; // 0.25 m sideways
    for (int i = 0; i < 30; i++) {
      followJoints(far, 100);
      Vector3 p = arm.state().X_OE().p().minus(start.p());
      assertTrue(p.norm() < 2 * around, "E went " + p);
    }
  }

  @Test
  void shouldStopWhenAMotionOfJointsIsNotRepeatedAndGoOnByPose() {
    double[] bent = arm.state().q().clone();
    bent[2] -= 0.8;
    arm.moveJoints(bent);
    run(700);
    assertEquals(ArmFault.Kind.STALE_COMMAND, standingFault().kind());
    double[] stopped = arm.state().q().clone();
    run(500);
    assertEquals(0, farthest(arm.state().q(), stopped), 0.05);
    arm.recover();
    RigidTransform here = arm.state().X_OE();
    follow(here, 500);
    assertTrue(arm.fault().isEmpty());
    assertTrue(here.inverse().times(arm.state().X_OE()).p().norm() < 0.005);
  }

  @Test
  void shouldRefuseJointPositionsThatItCannotTake() {
    double[] beyond = arm.state().q().clone();
    beyond[3] = 0.5;
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> arm.moveJoints(beyond));
    assertEquals(
        "joint 4 cannot go to 0.5000 rad: its limits are -3.072 and -0.06980 rad",
        refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> arm.moveJoints(new double[6]));
  }

  private ArmFault standingFault() {
    return arm.fault().orElseThrow();
  }

  @Test
  void shouldReachTheCommandedPoseInPositionAndOrientation() {
    RigidTransform home = arm.state().X_OE();
    RigidTransform goal =
        new RigidTransform(
            home.R().times(Rotation.exp(new Vector3(0.05, -0.1, 0.2))),
            home.p().plus(new Vector3(0.04, -0.05, 0.03)));
    follow(goal, 8000);
    RigidTransform reached = arm.state().X_OE();
    assertEquals(0, reached.p().minus(goal.p()).norm(), 5e-4);
    assertEquals(0, reached.R().inverse().times(goal.R()).log().norm(), 5e-3);
    assertTrue(arm.fault().isEmpty());
  }

  @Test
  void shouldHoldItsStartPoseUntilTheFirstCommandHoweverLong() {
    RigidTransform home = arm.state().X_OE();
    run(3000);
    assertEquals(0, arm.state().X_OE().p().minus(home.p()).norm(), 1e-6);
    assertTrue(arm.fault().isEmpty());
  }

  @Test
  void shouldPushNoHarderThanStiffnessTimesClip() {
    RigidTransform home = arm.state().X_OE();
    plant.wallZ = home.p().z() - 0.005;
    follow(moved(home, 0, 0, -0.1), 5000);
    double bound = STIFFNESS * CLIP_Z;
    assertEquals(bound, plant.wallForce, 0.3 * bound);
    assertTrue(plant.wallForce > 0.7 * bound);
    assertTrue(arm.fault().isEmpty());
  }

  @Test
  void shouldMeasureAForceAgainstTheToolAxisWhenPushingDown() {
    RigidTransform home = arm.state().X_OE();
    plant.wallZ = home.p().z();
    follow(moved(home, 0, 0, -0.1), 3000);
    assertTrue(arm.state().F_E_E().f().z() < -10);
  }

  @Test
  void shouldChangeNoTorqueByMoreThanOneNewtonMetreATick() {
    run(2000);
    RigidTransform home = arm.state().X_OE();
    plant.wallZ = home.p().z() - 0.002;
    follow(moved(home, 0.05, 0.05, -0.05), 1000);
    arm.comply(new Compliance(6000, 400, 300, 30, 100, 100, PEG.clip()));
    follow(moved(home, -0.05, -0.05, 0.05), 1000);
    // one unit in the last place of a torque of some 10 Nm
    assertTrue(plant.largestTorqueStep <= 1 + 1e-12, "step " + plant.largestTorqueStep);
    assertTrue(plant.largestTorqueStep > 0.01);
  }

  @Test
  void shouldNotTravelFasterThanTheReferenceSpeed() {
    RigidTransform home = arm.state().X_OE();
    run(2000);
    double fastest = 0;
    RigidTransform goal = moved(home, 0.15, 0, 0.1);
    for (int i = 0; i < 3000; i++) {
      if (i % 100 == 0) {
        arm.moveTo(goal);
      }
      loop.step();
      fastest = Math.max(fastest, arm.state().V_OE_O().v().norm());
    }
    assertTrue(fastest < 1.2 * LIMITS.referenceSpeed(), "speed " + fastest);
    assertTrue(fastest > 0.05);
  }

  @Test
  void shouldHoldWithAStaleCommandFaultWhenNobodyCommandsAnyMore() {
    RigidTransform home = arm.state().X_OE();
    follow(moved(home, 0.03, 0, 0), 400);
    run(600);
    assertEquals(ArmFault.Kind.STALE_COMMAND, standingFault().kind());
    run(1000);
    RigidTransform held = arm.state().X_OE();
    run(2000);
    assertEquals(0, arm.state().X_OE().p().minus(held.p()).norm(), 1e-3);
  }

  @Test
  void shouldCarryTheLastStatesUpToTheFaultOldestFirst() {
    follow(arm.state().X_OE(), 300);
    run(700);
    ArmFault fault = standingFault();
    assertEquals(ControlLoop.FAULT_STATES, fault.lastStates().size());
    List<ArmState> states = fault.lastStates();
    for (int i = 1; i < states.size(); i++) {
      assertEquals(ControlLoop.TICK_NS, states.get(i).timeNs() - states.get(i - 1).timeNs());
    }
    assertEquals(fault.timeNs() - ControlLoop.TICK_NS, states.get(49).timeNs());
  }

  @Test
  void shouldIgnoreCommandsWhileAFaultStandsAndFollowAfterRecovery() {
    RigidTransform home = arm.state().X_OE();
    follow(home, 200);
    run(800);
    assertTrue(arm.fault().isPresent());
    follow(moved(home, 0.03, 0, 0), 1000);
    assertEquals(0, arm.state().X_OE().p().minus(home.p()).norm(), 1e-3);

    arm.recover();
    assertTrue(arm.fault().isEmpty());
    follow(moved(home, 0.03, 0, 0), 5000);
    assertEquals(0.03, arm.state().X_OE().p().minus(home.p()).x(), 1e-3);
    assertTrue(arm.fault().isEmpty());
  }

  @Test
  void shouldReportASecondFaultAfterARecoveryAsANewOne() {
    follow(arm.state().X_OE(), 100);
    run(600);
    long first = standingFault().timeNs();
    arm.recover();
    follow(arm.state().X_OE(), 100);
    run(600);
    assertTrue(standingFault().timeNs() > first);
    assertEquals(2, loop.faults());
  }

  @Test
  void shouldStopWhenTheContactForceStaysAboveItsBoundAndLetGo() {
    RigidTransform home = arm.state().X_OE();
    plant.wallZ = home.p().z() - 0.002;
    arm.comply(
        new Compliance(6000, 200, 150, 7, 0, 0, ReferenceClip.symmetric(.1, .1, .1, .1, .1, .1)));
    follow(moved(home, 0, 0, -0.05), 3000);
    ArmFault fault = standingFault();
    assertEquals(ArmFault.Kind.CONTACT_FORCE, fault.kind());
    assertTrue(fault.message().contains("the bound is 40.00 N"), fault.message());
    run(1000);
    assertTrue(plant.wallForce < 5, "still pushes with " + plant.wallForce + " N");
  }

  @Test
  void shouldNotStopForAForceSpikeShorterThanTheBoundAllows() {
    run(100);
    plant.sensorForceZ = 60;
    run(15);
    plant.sensorForceZ = 0;
    run(200);
    assertTrue(arm.fault().isEmpty());
  }

  @Test
  void shouldStopWhenTheStateIsNotFiniteAndLetTheTorquesFade() {
    RigidTransform home = arm.state().X_OE();
    plant.wallZ = home.p().z();
    follow(moved(home, 0, 0, -0.05), 2000);
    plant.broken = true;
    plant.largestTorqueStep = 0;
    run(1);
    assertEquals(ArmFault.Kind.NOT_FINITE, standingFault().kind());
    run(100);
    for (double tau : plant.lastTau) {
      assertEquals(0, tau);
    }
    assertTrue(plant.largestTorqueStep <= 1 + 1e-12);
  }

  @Test
  void shouldHoldWhereItIsWhenTheStateComesBack() {
    follow(arm.state().X_OE(), 1000);
    plant.broken = true;
    run(50);
    plant.broken = false;
    run(1);
    RigidTransform back = arm.state().X_OE();
    run(1000);
    assertEquals(0, arm.state().X_OE().p().minus(back.p()).norm(), 1e-3);
    assertTrue(arm.fault().isPresent());
  }

  @Test
  void shouldStopWhenTheTorqueIsNotFinite() {
    double[] any = new double[7];
    Arrays.fill(any, Double.POSITIVE_INFINITY);
    double never = Double.POSITIVE_INFINITY;
    LoopLimits blind =
        new LoopLimits(
            LIMITS.qLow(),
            LIMITS.qHigh(),
            any,
            LIMITS.tauMax(),
            0.25,
            0.5,
            never,
            never,
            never,
            never,
            20_000_000,
            500_000_000);
    SetpointExchange setpoints = new SetpointExchange(PEG, new SafetyEnvelope(List.of(EVERYWHERE)));
    ControlLoop unguarded = new ControlLoop(plant, blind, setpoints, 0.2, 100);
    for (int i = 0; i < 100; i++) {
      unguarded.step();
    }
    plant.largestTorqueStep = 0;
    // finite, but its products with the Jacobian and the gains are not
    plant.dq[3] = 1e308;
    unguarded.step();
    ArmFault fault = new LoopArm(unguarded, EVERYWHERE, HOME).fault().orElseThrow();
    assertEquals(ArmFault.Kind.NOT_FINITE, fault.kind());
    assertTrue(plant.largestTorqueStep <= 1 + 1e-12);
    for (double tau : plant.lastTau) {
      assertTrue(Double.isFinite(tau));
    }
  }

  @Test
  void shouldStopAtAJointLimitAndComeBackFromItAfterRecovery() {
    run(100);
    plant.q[5] = LIMITS.qHigh()[5] + 0.001;
    run(1);
    ArmFault fault = standingFault();
    assertEquals(ArmFault.Kind.JOINT_LIMIT, fault.kind());
    assertTrue(fault.message().startsWith("joint 6 is 3.75"), fault.message());
    arm.recover();
    run(10);
    assertTrue(arm.fault().isEmpty());
    plant.q[5] = LIMITS.qHigh()[5] + 0.05;
    run(1);
    assertEquals(ArmFault.Kind.JOINT_LIMIT, standingFault().kind());
  }

  @Test
  void shouldStopWhenAJointOrTheToolIsTooFast() {
    run(100);
    plant.dq[6] = 2.7;
    run(1);
    assertEquals(ArmFault.Kind.SPEED_LIMIT, standingFault().kind());
    arm.recover();
    plant.dq[6] = 0;
    plant.dq[0] = 2.1; // about 0.5 m from the axis: over 1 m/s
    plant.dq[1] = 1;
    run(2);
    assertTrue(standingFault().message().contains("m/s"), standingFault().message());
  }

  @Test
  void shouldRefuseAPoseThatIsNotFinite() {
    RigidTransform home = arm.state().X_OE();
    assertThrows(IllegalArgumentException.class, () -> arm.moveTo(moved(home, Double.NaN, 0, 0)));
  }

  @Test
  void shouldClipCommandsIntoTheTasksAndTheCellsLimits() {
    RigidTransform home = arm.state().X_OE();
    Vector3 low = new Vector3(-0.02, -0.02, -0.02);
    Vector3 turn = new Vector3(0.1, 0.1, 0.1);
    arm.confine(new Workspace(home, low, low.times(-1), turn.times(-1), turn, List.of()));
    follow(moved(home, 0.1, 0, 0), 5000);
    assertEquals(0.02, arm.state().X_OE().p().minus(home.p()).x(), 1e-3);
  }

  @Test
  void shouldGoAroundNothingAndThroughNothingThatIsForbidden() {
    RigidTransform home = arm.state().X_OE();
    Vector3 low = new Vector3(-0.2, -0.2, -0.2);
    Workspace.Box wall =
        new Workspace.Box(new Vector3(0.02, -0.2, -0.2), new Vector3(0.04, 0.2, 0.2));
    RigidTransform X_OW = new RigidTransform(Rotation.IDENTITY, home.p());
    arm.confine(new Workspace(X_OW, low, low.times(-1), PI3.times(-1), PI3, List.of(wall)));
    double furthest = 0;
    for (int i = 0; i < 40; i++) {
      follow(moved(home, 0.1, 0, 0), 100);
      furthest = Math.max(furthest, arm.state().X_OE().p().minus(home.p()).x());
    }
    assertEquals(0.02, furthest, 2e-3);
    assertFalse(arm.fault().isPresent());
  }

  @Test
  void shouldStartAnewWhereTheSimulationPutTheArm() {
    follow(arm.state().X_OE(), 500);
    plant.q[0] = 0.5;
    plant.q[1] = 0.3;
    loop.restart();
    RigidTransform start = arm.state().X_OE();
    run(2000);
    assertEquals(0, arm.state().X_OE().p().minus(start.p()).norm(), 1e-3);
    assertTrue(arm.fault().isEmpty());
  }
}
