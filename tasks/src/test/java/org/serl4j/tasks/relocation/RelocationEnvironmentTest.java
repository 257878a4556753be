package org.serl4j.tasks.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Step;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.SimulatedCell;

/** What object relocation adds to the contract of all environments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelocationEnvironmentTest {
  private static final float[] STAY = new float[7];

  private SimulatedWorkcell workcell;
  private GripperRule rule;
  private RelocationEnvironment environment;

  @BeforeAll
  void open() throws IOException {
    Cell cell = SimulatedCell.of(Direction.FORWARD.task());
    rule = GripperRule.hilSerl(cell.gripper().openWidth());
    workcell = SimulatedCell.workcell(Direction.FORWARD.task());
    environment = of(Direction.FORWARD, RelocationOptions.defaults());
  }

  @AfterAll
  void close() {
    environment.close();
  }

  /** Over the same workcell, which the first one closes. */
  private RelocationEnvironment of(Direction direction, RelocationOptions options) {
    return new RelocationEnvironment(direction, workcell, rule, options);
  }

  private static Step demonstrate(RelocationEnvironment over, long seed, double noise) {
    over.reset(seed);
    RelocationExpert expert = RelocationExpert.of(over, noise, seed);
    Step step = over.step(expert.get());
    while (!step.done()) {
      step = over.step(expert.get());
    }
    return step;
  }

  @Test
  void shouldLearnItsGripper() {
    Slice gripper = environment.spaces().gripper().orElseThrow();
    assertEquals(6, gripper.from());
    assertEquals(6, environment.spaces().continuousActions());
    assertEquals(ObjectRelocation.CAMERAS, environment.spaces().cameras());
  }

  @Test
  void shouldStartOpenAboveTheBinWithTheBlock() {
    for (Direction direction : Direction.values()) {
      RelocationEnvironment either = of(direction, RelocationOptions.defaults());
      Observation first = either.reset(3);
      assertTrue(either.block().in(direction.start()));
      assertFalse(either.block().in(direction.goal()));
      assertEquals(0.08, first.state()[0], 0.001, "opening");
      Vector3 p_OE = workcell.arm().state().X_OE().p();
      assertEquals(0.1, direction.start().fromWall(p_OE), 0.003);
    }
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void shouldLetTheExpertDeliverTheBlockWithAndWithoutNoise(Direction direction) {
    RelocationEnvironment either = of(direction, RelocationOptions.defaults());
    for (long seed = 0; seed < 4; seed++) {
      Step step = demonstrate(either, seed, seed % 2 == 0 ? 0 : 0.3);
      assertTrue(step.success(), "seed " + seed + ": " + either.block());
      assertTrue(step.terminated());
      assertEquals(1, step.reward());
      assertTrue(either.block().delivered(direction.goal()));
    }
    assertEquals(new RelocationEnvironment.Report(4, 4, 0, 0), either.report());
  }

  @Test
  void shouldChargeEachChangeOfTheGripperOnceAndNotTheReward() {
    RelocationEnvironment going = of(Direction.FORWARD, RelocationOptions.defaults());
    going.reset(5);
    RelocationExpert expert = RelocationExpert.of(going, 0, 5);
    double penalties = 0;
    Step step;
    do {
      step = going.step(expert.get());
      penalties += step.gripperPenalty();
    } while (!step.done());
    assertEquals(2 * GripperRule.PENALTY, penalties, 1e-9, "one close, one open");
    assertEquals(1, step.reward());
  }

  @Test
  void shouldNotTakeABlockForDeliveredThatIsHeldOrStillBetweenTheFingers() {
    RelocationEnvironment going =
        of(Direction.FORWARD, RelocationOptions.defaults().goingOn().withMaxSteps(75));
    for (RelocationAim.Manner manner :
        new RelocationAim.Manner[] {RelocationAim.Manner.HOLD, RelocationAim.Manner.LET_GO}) {
      going.reset(4);
      RelocationExpert expert = RelocationExpert.of(going, 0, 4);
      expert.aim(RelocationAim.of(Bin.B, 0, Bin.CENTRE, 0, manner));
      Step step;
      do {
        step = going.step(expert.get());
        assertFalse(step.success());
        assertEquals(0, step.reward());
      } while (!step.done());
      assertTrue(going.block().in(Bin.B), manner + ": " + going.block());
    }
  }

  @Test
  void shouldCountABlockThatLeftTheBins() {
    RelocationEnvironment losing = of(Direction.FORWARD, RelocationOptions.defaults());
    losing.reset(1);
    workcell
        .scene()
        .setBodyPose(
            ObjectRelocation.BLOCK,
            new RigidTransform(Rotation.IDENTITY, new Vector3(0.3, 0.35, 0.02)));
    losing.step(STAY);
    losing.reset(2);
    assertEquals(1, losing.report().lost());
    assertTrue(losing.block().in(Bin.A));
  }

  @Test
  void shouldKeepTheToolOutOfTheWallAndPushNoHarderThanStiffnessTimesClip() {
    environment.reset(6);
    Slice force = environment.spaces().state().slice("tcp_force");
    // x of E is the base's y: to bin B, down
    float[] action = {-1, 0, 1, 0, 0, 0, -1};
    Step step = environment.step(action);
    while (!step.done()) {
      step = environment.step(action);
      Vector3 p = workcell.arm().state().X_OE().p().minus(ObjectRelocation.X_OT.p());
      assertTrue(Math.abs(p.y()) < 0.155, "E at " + p);
      assertTrue(p.z() > -0.004, "E at " + p);
      // the setpoint keeps out of the box over the wall, E may cut its corner
      assertTrue(Math.abs(p.y()) > 0.015 || p.z() > 0.033, "E at " + p + " over the wall");
      for (String finger : List.of("finger_left", "finger_right")) {
        assertEquals(0, workcell.scene().contactForce(finger, "bins"), "force of a " + finger);
      }
      for (int i = force.from(); i < force.to(); i++) {
        assertTrue(Math.abs(step.observation().state()[i]) < 1.5 * 12, "harder than 12 N");
      }
    }
    assertTrue(workcell.arm().state().X_OE().p().y() < -0.1, "it came to the other bin");
  }

  @Test
  void shouldRefuseAnEpisodeWithoutSteps() {
    assertThrows(IllegalArgumentException.class, () -> new RelocationOptions(0, true));
  }
}
