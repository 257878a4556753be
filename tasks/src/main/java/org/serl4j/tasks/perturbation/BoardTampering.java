package org.serl4j.tasks.perturbation;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedScene;

/** The unseen hand where a part in the grasp goes to a target on a board. */
public final class BoardTampering extends SceneTampering {
  private final SimulatedScene scene;
  private final String board;
  private final Vector3 graspRange;
  private final Consumer<Vector3> nextGrasp;

  /**
   * @param board the movable body with the target
   * @param graspRange see {@link #graspRange()}
   * @param nextGrasp has the next episode begin with a part that is displaced by that much, along
   *     the axes of E [m]
   */
  public BoardTampering(
      SimulatedScene scene, String board, Vector3 graspRange, Consumer<Vector3> nextGrasp) {
    super(scene);
    this.scene = scene;
    this.board = board;
    this.graspRange = graspRange;
    this.nextGrasp = nextGrasp;
  }

  @Override
  public Set<PerturbationKind> kinds() {
    return EnumSet.of(
        PerturbationKind.BOARD_SHIFT, PerturbationKind.PUSH, PerturbationKind.REGRASP_OFFSET);
  }

  @Override
  public Vector3 graspRange() {
    return graspRange;
  }

  @Override
  public void displaceGrasp(Vector3 p_E) {
    nextGrasp.accept(p_E);
  }

  @Override
  public void shoveFixture(Vector3 p_B, double yaw, double seconds) {
    RigidTransform shove = new RigidTransform(Rotation.exp(new Vector3(0, 0, yaw)), p_B);
    scene.shove(board, scene.bodyPose(board).times(shove), seconds);
  }
}
