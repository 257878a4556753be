package org.serl4j.tasks.cable;

import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.tasks.arm.ActionNoise;
import org.serl4j.tasks.arm.AimedHand;

/**
 * Scripted demonstrations of one episode, in simulation: knows where board and cable are and acts
 * as a policy does, six numbers in [-1, 1] in the end-effector frame.
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
  private final CableBench bench;
  private final ActionNoise noise;
  private CableAim aim = CableAim.clip();

  private CableExpert(Arm arm, CableBench bench, ActionNoise noise) {
    this.arm = arm;
    this.bench = bench;
    this.noise = noise;
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
    return new CableExpert(
        environment.arm(), environment.bench(), new ActionNoise(noise, seed, size));
  }

  @Override
  public void aim(CableAim other) {
    aim = other;
  }

  /** Of the centreline below the clip's rim [m]; negative above it or beyond the cable. */
  @Override
  public double depth() {
    double depth = bench.fit().depth();
    return Double.isNaN(depth) ? Double.NEGATIVE_INFINITY : depth;
  }

  /** The action for what the simulation looks like now. */
  @Override
  public float[] get() {
    RigidTransform X_OE = arm.state().X_OE();
    RigidTransform X_BC = bench.boardPose().inverse().times(bench.cablePose());
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
    Rotation R_EB = X_OE.R().inverse().times(bench.boardPose().R());
    Vector3 p_E = R_EB.times(d_B).times(GAIN);
    Vector3 r_E = R_EB.times(new Vector3(0, 0, -yaw)).times(GAIN);
    double fading = Math.max(LEAST_NOISE, Math.min(1, X_BC.p().z() / NOISE_HEIGHT));
    return noise.disturb(CableRouting.END_EFFECTOR.action(p_E, r_E), fading);
  }
}
