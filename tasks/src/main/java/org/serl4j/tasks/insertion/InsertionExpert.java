package org.serl4j.tasks.insertion;

import java.util.function.Supplier;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.tasks.arm.ActionNoise;
import org.serl4j.tasks.arm.AimedHand;
import org.serl4j.tasks.arm.EndEffectorSpaces;

/**
 * Scripted demonstrations of one episode: knows where the board and the part are and acts as a
 * policy does, six numbers in [-1, 1] in the end-effector frame. In simulation it sees both; on a
 * bench that stands somewhere it goes by the target that the cell tells, and by a part that has not
 * slipped.
 *
 * <p>It comes down a funnel: the farther the tip is from the hole's axis, the higher it stays. Once
 * aligned it pushes down; if the part sits on the edge without sinking, it searches in a widening
 * spiral under light pressure.
 */
public final class InsertionExpert implements AimedHand<InsertionAim> {
  /** Actions ask for this share of the error in a step; the arm lags behind its setpoint. */
  private static final double GAIN = 1.6;

  private static final double ALIGNED_METRES = 0.0012;
  private static final double ALIGNED_RADIANS = 0.03;

  /** How high above the board the tip waits until it is aligned [m]. */
  private static final double HOVER = 0.004;

  /** Rise of the funnel [m/m]. */
  private static final double FUNNEL = 1.0;

  private static final double PROGRESS = 0.0005;
  private static final int PATIENCE = 3; // steps
  private static final double SPIRAL_STEP = 0.0003; // [m] a step
  private static final double SPIRAL_LARGEST = 0.003; // [m]
  private static final double SPIRAL_TURN = 1.9; // [rad] a step

  /** Noise acts in full above this height of the tip and fades towards the board [m]. */
  private static final double NOISE_HEIGHT = 0.04;

  private static final double LEAST_NOISE = 0.1;

  private final InsertionGeometry geometry;
  private final EndEffectorSpaces endEffector;
  private final Arm arm;
  private final Supplier<RigidTransform> X_OB;
  private final Supplier<RigidTransform> X_OP;
  private final ActionNoise noise;

  private InsertionAim aim;
  private double lastDepth = Double.NEGATIVE_INFINITY;
  private int stuckSteps;

  private InsertionExpert(InsertionEnvironment environment, ActionNoise noise) {
    Insertion insertion = environment.insertion();
    geometry = insertion.geometry();
    endEffector = insertion.endEffector();
    arm = environment.arm();
    this.noise = noise;
    InsertionBench bench = environment.bench();
    if (bench == null) {
      X_OB = () -> environment.target().times(geometry.X_BT().inverse());
      X_OP = () -> arm.state().X_OE().times(geometry.X_EP());
    } else {
      X_OB = bench::boardPose;
      X_OP = bench::partPose;
    }
    aim = InsertionAim.hole(geometry);
  }

  /**
   * The expert for the episode that the environment has just begun.
   *
   * @param noise standard deviation of what is added to each element, correlated over about two
   *     steps and fading near the hole, so that demonstrations differ; 0 for none
   * @param seed of that noise
   */
  public static InsertionExpert of(InsertionEnvironment environment, double noise, long seed) {
    int size = environment.spaces().action().size();
    return new InsertionExpert(environment, new ActionNoise(noise, seed, size));
  }

  @Override
  public void aim(InsertionAim other) {
    aim = other;
  }

  /** Of the tip below the hole's mouth [m]. */
  @Override
  public double depth() {
    return -X_BP().p().z();
  }

  private RigidTransform X_BP() {
    return X_OB.get().inverse().times(X_OP.get());
  }

  /** The action for what it looks like now. */
  @Override
  public float[] get() {
    RigidTransform X_OE = arm.state().X_OE();
    RigidTransform X_BP = X_BP();
    Vector3 p_BP = X_BP.p();
    double offset = Math.hypot(p_BP.x() - aim.x(), p_BP.y() - aim.y());
    double yaw = X_BP.R().log().z() - aim.yaw();
    double depth = -p_BP.z();
    boolean aligned = offset < ALIGNED_METRES && Math.abs(yaw) < ALIGNED_RADIANS;
    boolean inside = depth > geometry.guidedDepth();
    stuckSteps =
        aligned && !inside && depth > -HOVER / 2 && depth - lastDepth < PROGRESS
            ? stuckSteps + 1
            : inside || depth < -HOVER ? 0 : stuckSteps;
    lastDepth = depth;

    Vector3 goal = goal(offset, aligned || inside || stuckSteps > PATIENCE);
    // displacement of the tip along B's axes, turned into E
    Vector3 p_B = goal.minus(p_BP);
    Rotation R_EB = X_OE.R().inverse().times(X_OB.get().R());
    Vector3 p_E = R_EB.times(p_B).times(GAIN);
    Vector3 r_E = R_EB.times(new Vector3(0, 0, -yaw)).times(GAIN);
    double fading = Math.max(LEAST_NOISE, Math.min(1, -depth / NOISE_HEIGHT));
    return noise.disturb(endEffector.action(p_E, r_E), fading);
  }

  /** Where the tip should go, in B. */
  private Vector3 goal(double offset, boolean down) {
    double spiral = Math.min(SPIRAL_LARGEST, SPIRAL_STEP * Math.max(0, stuckSteps - PATIENCE));
    double angle = SPIRAL_TURN * stuckSteps;
    double height = down ? aim.height() : Math.max(aim.height(), HOVER + FUNNEL * offset);
    return new Vector3(
        aim.x() + spiral * Math.cos(angle), aim.y() + spiral * Math.sin(angle), height);
  }
}
