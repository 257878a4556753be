package org.serl4j.tasks.relocation;

import java.util.Optional;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.tasks.arm.BenchAttendant;

/** Puts a block that lies in neither bin into the nearer one, once arm and block rest apart. */
public final class BlockAttendant implements BenchAttendant {
  /** Moved less from look to look, it rests [m]. */
  private static final double STILL_METRES = 0.0003;

  /** From E to the block's middle: nothing holds it [m]. */
  private static final double APART = 0.08;

  private final SimulatedScene scene;
  private Vector3 armBefore = Vector3.ZERO;
  private Vector3 blockBefore = Vector3.ZERO;

  public BlockAttendant(SimulatedScene scene) {
    this.scene = scene;
  }

  @Override
  public Optional<String> look(RigidTransform X_OE) {
    Vector3 p_OP = scene.bodyPose(ObjectRelocation.BLOCK).p();
    boolean rests =
        X_OE.p().minus(armBefore).norm() < STILL_METRES
            && p_OP.minus(blockBefore).norm() < STILL_METRES;
    armBefore = X_OE.p();
    blockBefore = p_OP;
    boolean lies = Bin.A.holds(p_OP) || Bin.B.holds(p_OP);
    if (lies || !rests || X_OE.p().minus(p_OP).norm() < APART) {
      return Optional.empty();
    }
    Bin nearer = Bin.A.fromWall(p_OP) > 0 ? Bin.A : Bin.B;
    scene.setBodyPose(
        ObjectRelocation.BLOCK,
        new RigidTransform(
            Rotation.IDENTITY, nearer.at(0, Bin.CENTRE, ObjectRelocation.HALF_HEIGHT)));
    return Optional.of("the block lay in neither bin and was put into the one " + nearer.words());
  }
}
