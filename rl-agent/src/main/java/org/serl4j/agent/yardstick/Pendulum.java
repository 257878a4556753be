package org.serl4j.agent.yardstick;

import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.VectorLayout;

/**
 * Swing a rod up and hold it there with too little torque: Gymnasium's Pendulum-v1. theta is the
 * angle from upright [rad], u the torque [N m].
 *
 * <pre>
 * reward    = -(wrap(theta)^2 + 0.1 thetadot^2 + 0.001 u^2),   u = clip(2 action, -2, 2)
 * thetadot' = clip(thetadot + (3 g / (2 l) sin(theta) + 3 / (m l^2) u) dt, -8, 8)
 * theta'    = theta + thetadot' dt
 * </pre>
 *
 * The reward is that of the state before the step. Observation: cos(theta), sin(theta) [1],
 * thetadot [rad/s]. An episode begins uniformly in +-pi and +-1 rad/s, never terminates and is
 * truncated after 200 steps. A policy that does nothing gets about -1200, a good one about -150.
 */
public final class Pendulum implements Environment {
  static final double GRAVITY = 10; // [m/s^2]
  static final double MASS = 1; // [kg]
  static final double LENGTH = 1; // [m]
  static final double STEP_SECONDS = 0.05;
  static final double MAX_SPEED = 8; // [rad/s]
  static final double MAX_TORQUE = 2; // [N m]
  static final int STEPS = 200;

  private static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder()
              .add("direction", 2, "1", 1)
              .add("speed", 1, "rad/s", MAX_SPEED)
              .build(),
          List.of(),
          0,
          VectorLayout.builder().add("torque", 1, "1", 1).build());

  private double angle;
  private double speed;
  private int step = STEPS;
  private long steps;

  @Override
  public String task() {
    return "pendulum";
  }

  @Override
  public Spaces spaces() {
    return SPACES;
  }

  @Override
  public double stepSeconds() {
    return STEP_SECONDS;
  }

  @Override
  public int maxEpisodeSteps() {
    return STEPS;
  }

  @Override
  public double robotSeconds() {
    return steps * STEP_SECONDS;
  }

  @Override
  public Observation reset(long seed) {
    SplittableRandom rng = RandomStreams.of(seed, 0);
    return begin(rng.nextDouble(-Math.PI, Math.PI), rng.nextDouble(-1, 1));
  }

  /** Begins an episode at that angle [rad] and speed [rad/s]. */
  Observation begin(double startAngle, double startSpeed) {
    angle = startAngle;
    speed = startSpeed;
    step = 0;
    return observation();
  }

  @Override
  public Step step(float[] action) {
    if (step >= STEPS) {
      throw new IllegalStateException("pendulum: no episode is running, call reset first");
    }
    if (action.length != 1 || !Float.isFinite(action[0])) {
      throw new IllegalArgumentException("pendulum: the action is one finite number");
    }
    float executed = Math.max(-1, Math.min(1, action[0]));
    double torque = MAX_TORQUE * executed;
    double wrapped = wrap(angle);
    double reward = -(wrapped * wrapped + 0.1 * speed * speed + 0.001 * torque * torque);
    double acceleration =
        3 * GRAVITY / (2 * LENGTH) * Math.sin(angle) + 3 / (MASS * LENGTH * LENGTH) * torque;
    speed = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, speed + acceleration * STEP_SECONDS));
    angle += speed * STEP_SECONDS;
    step++;
    steps++;
    return new Step(
        observation(), new float[] {executed}, reward, false, step == STEPS, false, 0, "");
  }

  private Observation observation() {
    float[] state = {(float) Math.cos(angle), (float) Math.sin(angle), (float) speed};
    return new Observation(state, List.of());
  }

  /** The same angle in [-pi, pi). */
  static double wrap(double angle) {
    double turn = 2 * Math.PI;
    double shifted = (angle + Math.PI) % turn;
    return (shifted < 0 ? shifted + turn : shifted) - Math.PI;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
