package org.serl4j.tasks.lift;

import java.util.function.Supplier;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.tasks.arm.ActionNoise;

/**
 * Lifts the cube by a script that sees where it is: over the cube and down in a funnel, close, up.
 * One action for each step.
 */
public final class CubeLiftExpert implements Supplier<float[]> {
  /** E may be this far above the cube's centre for every metre beside it, and {@link #CLEAR}. */
  private static final double FUNNEL = 2;

  private static final double CLEAR = 0.06; // the pads pass above the cube [m]
  private static final double ALIGNED = 0.01; // [m]
  private static final double DEEP = 0.008; // [m]
  private static final int CLOSING_STEPS = 6;
  private static final double HIGH = 0.3; // [m]

  private final CubeLiftEnvironment environment;
  private final ActionNoise noise;
  private int closing;

  private CubeLiftExpert(CubeLiftEnvironment environment, ActionNoise noise) {
    this.environment = environment;
    this.noise = noise;
  }

  /**
   * The expert for the episode that the environment has just begun.
   *
   * @param noise standard deviation of what is added to each element, correlated over about two
   *     steps, so that demonstrations differ; 0 for none
   * @param seed of that noise
   */
  public static CubeLiftExpert of(CubeLiftEnvironment environment, double noise, long seed) {
    int size = environment.spaces().action().size();
    return new CubeLiftExpert(environment, new ActionNoise(noise, seed, size));
  }

  /** The action for what the simulation looks like now. */
  @Override
  public float[] get() {
    Vector3 p_OB = environment.cube();
    Vector3 p_OE = environment.bench().X_OE().p();
    double beside = Math.hypot(p_OB.x() - p_OE.x(), p_OB.y() - p_OE.y());
    boolean there = beside < ALIGNED && p_OE.z() - p_OB.z() < DEEP;
    double height;
    if (closing > 0 || there) {
      closing++;
      height = closing > CLOSING_STEPS ? HIGH : CubeLift.HALF_EDGE;
    } else {
      height = beside < ALIGNED ? CubeLift.HALF_EDGE : p_OB.z() + CLEAR + FUNNEL * beside;
    }
    Vector3 p_OD = environment.target();
    boolean closes = closing > 0;
    float[] action = {
      closes ? 0 : asked(p_OB.x() - p_OD.x()),
      closes ? 0 : asked(p_OB.y() - p_OD.y()),
      asked(height - p_OD.z()),
      closes ? 1 : -1
    };
    return noise.disturb(action, 1);
  }

  private static float asked(double metres) {
    return (float) (metres / CubeLift.ACTION_METRES);
  }
}
