package org.serl4j.tasks.cable;

import java.util.List;
import java.util.function.Supplier;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.tasks.arm.ActionNoise;
import org.serl4j.tasks.arm.AimedHand;

/**
 * Scripted demonstrations of one episode: knows where board and cable are and acts as a policy
 * does, six numbers in [-1, 1] in the end-effector frame. In simulation it sees both; on a bench
 * that stands somewhere it goes by the target that the cell tells, and by a straight cable that has
 * not slipped.
 *
 * <p>It comes down a funnel: the farther the cable is from the slot, the higher it stays. Once
 * aligned it presses down until the jaws have closed over the cable.
 */
public final class CableExpert implements AimedHand<CableAim> {
  /** Actions ask for this share of the error in a step; the arm lags behind its setpoint. */
  private static final double GAIN = 1.2;

  private static final double ALIGNED_METRES = 0.0025;
  private static final double ALIGNED_RADIANS = 0.05;

  /** How high above the rim the centreline waits until it is aligned [m]. */
  private static final double HOVER = 0.01;

  /** Rise of the funnel [m/m]. */
  private static final double FUNNEL = 0.8;

  /** Depth from which the jaws guide the cable [m]. */
  private static final double GUIDED_DEPTH = 0.002;

  /** Noise acts in full above this height over the rim and fades towards it [m]. */
  private static final double NOISE_HEIGHT = 0.1;

  private static final double LEAST_NOISE = 0.05;

  private final Arm arm;
  private final Supplier<RigidTransform> X_OB;
  private final Supplier<RigidTransform> X_OC;
  private final Supplier<ClipFit> fit;
  private final ActionNoise noise;
  private CableAim aim = CableAim.clip();

  private CableExpert(CableEnvironment environment, ActionNoise noise) {
    arm = environment.arm();
    this.noise = noise;
    CableBench bench = environment.bench();
    if (bench == null) {
      X_OB = () -> environment.target().times(CableRouting.X_BT.inverse());
      X_OC = () -> arm.state().X_OE().times(CableRouting.X_EC);
      fit = () -> straight(X_BC());
    } else {
      X_OB = bench::boardPose;
      X_OC = bench::cablePose;
      fit = bench::fit;
    }
  }

  /** How a straight cable would lie in the clip. */
  private static ClipFit straight(RigidTransform X_BC) {
    // as far beyond the clip as the grasp is before it
    RigidTransform X_CF = new RigidTransform(Rotation.IDENTITY, CableRouting.p_CK.times(2));
    return ClipFit.of(List.of(X_BC.p(), X_BC.times(X_CF).p()));
  }

  private RigidTransform X_BC() {
    return X_OB.get().inverse().times(X_OC.get());
  }

  /**
   * The expert for the episode that the environment has just begun.
   *
   * @param noise standard deviation of what is added to each element, correlated over about two
   *     steps and fading near the clip, so that demonstrations differ; 0 for none
   * @param seed of that noise
   */
  public static CableExpert of(CableEnvironment environment, double noise, long seed) {
    int size = environment.spaces().action().size();
    return new CableExpert(environment, new ActionNoise(noise, seed, size));
  }

  @Override
  public void aim(CableAim other) {
    aim = other;
  }

  /** Of the centreline below the clip's rim [m]; negative above it or beyond the cable. */
  @Override
  public double depth() {
    double depth = fit.get().depth();
    return Double.isNaN(depth) ? Double.NEGATIVE_INFINITY : depth;
  }

  /** The action for what it looks like now. */
  @Override
  public float[] get() {
    RigidTransform X_OE = arm.state().X_OE();
    RigidTransform X_BC = X_BC();
    // the place of the cable that belongs into the clip, as if the cable were straight
    Vector3 p_B = X_BC.times(new RigidTransform(Rotation.IDENTITY, CableRouting.p_CK)).p();
    double offset = Math.hypot(p_B.x() - aim.x(), p_B.y() - aim.y());
    Vector3 along = X_BC.R().times(new Vector3(1, 0, 0));
    double yaw = Math.atan2(along.y(), along.x()) - aim.yaw();
    boolean aligned = offset < ALIGNED_METRES && Math.abs(yaw) < ALIGNED_RADIANS;
    boolean guided = depth() > GUIDED_DEPTH;
    double height =
        aligned || guided ? aim.height() : Math.max(aim.height(), HOVER + FUNNEL * offset);

    // displacement along B's axes, turned into E; E stays over the clip while it turns
    Vector3 lever = p_B.minus(X_BC.p());
    Vector3 turning = new Vector3(-lever.y(), lever.x(), 0).times(yaw);
    Vector3 d_B =
        new Vector3(aim.x() - p_B.x(), aim.y() - p_B.y(), height - X_BC.p().z()).plus(turning);
    Rotation R_EB = X_OE.R().inverse().times(X_OB.get().R());
    Vector3 p_E = R_EB.times(d_B).times(GAIN);
    Vector3 r_E = R_EB.times(new Vector3(0, 0, -yaw)).times(GAIN);
    double fading = Math.max(LEAST_NOISE, Math.min(1, X_BC.p().z() / NOISE_HEIGHT));
    return noise.disturb(CableRouting.END_EFFECTOR.action(p_E, r_E), fading);
  }
}
