package org.serl4j.tasks.relocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;

/** The scene alone: the block stands, slides back from rims and wall, and is held by friction. */
class RelocationSceneTest {
  private static final long SECOND_NS = 1_000_000_000;

  private SimulatedWorkcell cell;

  @BeforeEach
  void open() throws IOException {
    try (SceneFile scene = SceneFile.extract(TaskCatalogue.class, ObjectRelocation.SCENE)) {
      cell = SimulatedWorkcell.open(scene.path(), SimulatedCell.of(Direction.FORWARD.task()), true);
    }
    cell.arm().comply(ObjectRelocation.COMPLIANCE);
  }

  @AfterEach
  void close() {
    cell.close();
  }

  private Vector3 block() {
    return cell.scene().bodyPose(ObjectRelocation.BLOCK).p();
  }

  /** Time passes while the arm is told to go there. */
  private void hold(RigidTransform X_OD, int steps) {
    for (int i = 0; i < steps; i++) {
      cell.arm().moveTo(X_OD);
      cell.pace().advanceTo(cell.pace().nowNs() + SECOND_NS / 10);
    }
  }

  private void pass(int steps) {
    hold(cell.arm().state().X_OE(), steps);
  }

  @Test
  void shouldKeepStandingWhereItIsPut() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 12; i++) {
      cell.scene().reset();
      RigidTransform X_OP = (i % 2 == 0 ? Bin.A : Bin.B).draw(random);
      cell.scene().setBodyPose(ObjectRelocation.BLOCK, X_OP);
      for (int tenth = 0; tenth < 15; tenth++) {
        pass(1);
        assertTrue(
            block().minus(X_OP.p()).norm() < 0.0005,
            "put to " + X_OP.p() + ", stands at " + block());
      }
    }
  }

  @Test
  void shouldSlideBackFromTheRimAndOffTheWall() {
    double[][] places = {{0.1, 0.1}, {0, 0.185}, {0.02, 0.003}, {-0.1, -0.1}, {0.09, 0.18}};
    for (double[] place : places) {
      cell.scene().reset();
      cell.scene()
          .setBodyPose(
              ObjectRelocation.BLOCK,
              new RigidTransform(Rotation.IDENTITY, Bin.A.at(place[0], place[1], 0.06)));
      pass(15);
      assertTrue(
          Bin.A.holds(block()) || Bin.B.holds(block()),
          "dropped at " + place[0] + ", " + place[1] + ", lies at " + block());
    }
  }

  @Test
  void shouldHoldTheBlockByFrictionAlsoWhenItIsPulledAbout() {
    Vector3 p_OP = Bin.A.at(0, 0.1, ObjectRelocation.HALF_HEIGHT);
    // the fingers close on it 20 degrees askew and 5 mm beside its middle
    Rotation askew = Rotation.exp(new Vector3(0, 0, Math.toRadians(20)));
    cell.scene().setBodyPose(ObjectRelocation.BLOCK, new RigidTransform(askew, p_OP));
    RigidTransform X_OE =
        new RigidTransform(
            ObjectRelocation.X_OT.R(), Bin.A.at(0.005, 0.105, ObjectRelocation.GRASP_HEIGHT));
    hold(new RigidTransform(X_OE.R(), X_OE.p().plus(new Vector3(0, 0, 0.06))), 15);
    hold(X_OE, 15);
    cell.gripper().grasp();
    hold(X_OE, 8);
    assertEquals(GripperState.Activity.HOLDING, cell.gripper().measured().activity());
    double width = cell.gripper().widthM();
    assertTrue(width > 0.035 && width < 0.048, "by its sides or its rounded edges: " + width);
    hold(new RigidTransform(X_OE.R(), X_OE.p().plus(new Vector3(0, 0, 0.08))), 15);
    RigidTransform X_EP = held();
    hold(new RigidTransform(X_OE.R(), X_OE.p().plus(new Vector3(0.05, -0.2, 0.08))), 20);
    hold(new RigidTransform(X_OE.R(), X_OE.p().plus(new Vector3(0, 0, 0.05))), 20);
    RigidTransform slip = X_EP.inverse().times(held());
    assertTrue(slip.p().norm() < 0.002, "slipped by " + slip.p());
    assertTrue(slip.R().log().norm() < 0.05, "turned by " + slip.R().log());
  }

  private RigidTransform held() {
    return cell.arm().state().X_OE().inverse().times(cell.scene().bodyPose(ObjectRelocation.BLOCK));
  }
}
