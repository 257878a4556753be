package org.serl4j.agent.roles;

import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.VectorLayout;

/** A point on a line that wants to 0; no images. Can be told to fail. */
final class PointEnvironment implements Environment {
  static final int MAX_STEPS = 12;

  private final int failAtStep;
  private final int notFiniteAtStep;
  private double x;
  private int steps;
  private int made;

  /** Never fails. */
  PointEnvironment() {
    this(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * @param failAtStep step that throws
   * @param notFiniteAtStep step whose reward is not a number
   */
  PointEnvironment(int failAtStep, int notFiniteAtStep) {
    this.failAtStep = failAtStep;
    this.notFiniteAtStep = notFiniteAtStep;
  }

  @Override
  public String task() {
    return "point";
  }

  @Override
  public Spaces spaces() {
    return new Spaces(
        VectorLayout.builder().add("x", 1, "m", 1).add("side", 1, "1", 1).build(),
        List.of(),
        128,
        VectorLayout.builder().add("dx", 1, "1", 1).build());
  }

  @Override
  public double stepSeconds() {
    return 0.1;
  }

  @Override
  public int maxEpisodeSteps() {
    return MAX_STEPS;
  }

  @Override
  public double robotSeconds() {
    return made * 0.1;
  }

  @Override
  public Observation reset(long seed) {
    x = new SplittableRandom(seed).nextDouble(-1, 1);
    steps = 0;
    return observation();
  }

  @Override
  public Step step(float[] action) {
    made++;
    if (made == failAtStep) {
      throw new IllegalStateException("the arm fell off");
    }
    x += 0.3 * action[0];
    steps++;
    boolean success = Math.abs(x) < 0.05;
    double reward = made == notFiniteAtStep ? Double.NaN : success ? 1 : 0;
    return new Step(observation(), action, reward, success, steps >= MAX_STEPS, success, 0, "");
  }

  private Observation observation() {
    return new Observation(new float[] {(float) x, (float) Math.signum(x)}, List.of());
  }

  @Override
  public void close() {}
}
