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
 * Bring a disc to the middle of the picture; only the picture shows where it is. p is the disc's
 * place, (0, 0) in the middle and 1 near the edge, a the action.
 *
 * <pre>
 * p'     = clip(p + 0.4 a, -1, 1)
 * reward = |p| - |p'|, and 1 more for success;   success = |p'| <= 0.1, and ends the episode
 * </pre>
 *
 * An episode begins uniformly in +-0.9, but not within 0.3 of the middle, on a background whose
 * brightness is drawn too, and is truncated after 6 steps. The state is the share of the episode
 * that is over.
 */
public final class DiscToCentre implements Environment {
  /** Width and height of the picture [px]. */
  private static final int SIZE = 128;

  private static final double RADIUS_PX = 12;
  private static final double PX_PER_UNIT = 44;
  private static final double REACH = 0.4;
  private static final double GOAL = 0.1;
  private static final double NOT_NEARER = 0.3;
  private static final int STEPS = 6;

  private static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder().add("elapsed", 1, "1", 1).build(),
          List.of("top"),
          SIZE,
          VectorLayout.builder().add("move", 2, "1", 1).build());

  private double x;
  private double y;
  private int brightness;
  private int step = STEPS;
  private long steps;

  @Override
  public String task() {
    return "disc-to-centre";
  }

  @Override
  public Spaces spaces() {
    return SPACES;
  }

  @Override
  public double stepSeconds() {
    return 0.1;
  }

  @Override
  public int maxEpisodeSteps() {
    return STEPS;
  }

  @Override
  public double robotSeconds() {
    return steps * stepSeconds();
  }

  @Override
  public Observation reset(long seed) {
    SplittableRandom rng = RandomStreams.of(seed, 0);
    do {
      x = rng.nextDouble(-0.9, 0.9);
      y = rng.nextDouble(-0.9, 0.9);
    } while (Math.hypot(x, y) < NOT_NEARER);
    brightness = rng.nextInt(60, 120);
    step = 0;
    return observation();
  }

  @Override
  public Step step(float[] action) {
    if (step >= STEPS) {
      throw new IllegalStateException("disc-to-centre: no episode is running, call reset first");
    }
    if (action.length != 2 || !Float.isFinite(action[0]) || !Float.isFinite(action[1])) {
      throw new IllegalArgumentException("disc-to-centre: the action is two finite numbers");
    }
    float[] executed = {clip(action[0]), clip(action[1])};
    double before = Math.hypot(x, y);
    x = Math.max(-1, Math.min(1, x + REACH * executed[0]));
    y = Math.max(-1, Math.min(1, y + REACH * executed[1]));
    double after = Math.hypot(x, y);
    boolean success = after <= GOAL;
    double reward = before - after + (success ? 1 : 0);
    step = success ? STEPS : step + 1;
    steps++;
    boolean truncated = !success && step == STEPS;
    return new Step(observation(), executed, reward, success, truncated, success, 0, "");
  }

  private static float clip(float element) {
    return Math.max(-1, Math.min(1, element));
  }

  private Observation observation() {
    byte[] image = new byte[SIZE * SIZE * 3];
    double centreX = SIZE / 2.0 + PX_PER_UNIT * x;
    double centreY = SIZE / 2.0 + PX_PER_UNIT * y;
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        boolean inside = Math.hypot(column - centreX, row - centreY) < RADIUS_PX;
        int at = 3 * (row * SIZE + column);
        image[at] = (byte) (inside ? 20 : brightness + row / 2);
        image[at + 1] = (byte) (inside ? 30 : brightness + 20 + column / 3);
        image[at + 2] = (byte) (inside ? 200 : brightness + 10);
      }
    }
    return new Observation(new float[] {step / (float) STEPS}, List.of(image));
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
