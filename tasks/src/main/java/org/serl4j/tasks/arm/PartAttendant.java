package org.serl4j.tasks.arm;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.mujoco.SimulatedScene;

/**
 * Pushes a part that has slipped between the fingers back to where it belongs, once the arm has
 * lifted it clear of the board.
 */
public final class PartAttendant implements BenchAttendant {
  /** Moved less from look to look, the arm rests [m]. */
  private static final double STILL_METRES = 0.0003;

  /** A part farther off is no longer between the fingers [m]. */
  private static final double IN_HAND = 0.02;

  /** Height of the tip above the board from which the part is within reach [m]. */
  private static final double CLEAR = 0.02;

  private final SimulatedScene scene;
  private final Held held;
  private final Grasp nominal;
  private RigidTransform before = RigidTransform.IDENTITY;

  /**
   * What is attended to.
   *
   * @param part its body in the scene
   * @param fixture the board's
   * @param X_EP how the part belongs between the fingers
   * @param seen what a person sees of the part's pose: of a round one not its turn about its axis
   * @param slipMetres a smaller slip is left as it is [m]
   * @param slipRadians likewise of a turn [rad]
   */
  public record Held(
      String part,
      String fixture,
      RigidTransform X_EP,
      UnaryOperator<RigidTransform> seen,
      double slipMetres,
      double slipRadians) {}

  public PartAttendant(Held held, SimulatedScene scene) {
    this.held = held;
    this.scene = scene;
    nominal = new Grasp(held.X_EP);
  }

  /** The arm rests if it stands where it stood at the last look. */
  @Override
  public Optional<String> look(RigidTransform X_OE) {
    RigidTransform X_OP = held.seen.apply(scene.bodyPose(held.part));
    RigidTransform X_BP = scene.bodyPose(held.fixture).inverse().times(X_OP);
    RigidTransform slip = nominal.slip(X_OE, X_OP);
    double metres = slip.p().norm();
    boolean slipped = metres > held.slipMetres || slip.R().log().norm() > held.slipRadians;
    // the two poses are of different milliseconds: compared while the arm moves they say nothing
    boolean rests = X_OE.p().minus(before.p()).norm() < STILL_METRES;
    before = X_OE;
    if (!slipped || !rests || metres > IN_HAND || X_BP.p().z() < CLEAR) {
      return Optional.empty();
    }
    scene.setBodyPose(held.part, X_OE.times(nominal.X_EP()));
    return Optional.of("the " + held.part + " had slipped in the grasp and was put back");
  }
}
