package org.serl4j.agent.roles;

import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.VectorLayout;

/**
 * A gripper on a rail takes a part up and puts it on a shelf; no images. Closing takes the part
 * only within reach of it; opening succeeds only over the shelf, and drops the part anywhere else.
 */
final class ShelfEnvironment implements Environment {
  static final int MAX_STEPS = 30;

  /** A change that leads to the goal: close on the part, open over the shelf. */
  static final int NEEDED_CHANGES = 2;

  private static final double SHELF = 0.7;
  private static final double REACH = 0.15;
  private static final double SPEED = 0.2;

  private final double penalty;
  private double x;
  private double part;
  private boolean open;
  private boolean holding;
  private int steps;
  private int made;

  /** Changes of the gripper since the last reset. */
  int changes;

  /**
   * @param penalty of a change of the gripper, at most 0
   */
  ShelfEnvironment(double penalty) {
    this.penalty = penalty;
  }

  @Override
  public String task() {
    return "shelf";
  }

  @Override
  public Spaces spaces() {
    return new Spaces(
        VectorLayout.builder()
            .add("x", 1, "m", 1)
            .add("part", 1, "m", 0.5)
            .add("open", 1, "1", 1)
            .add("holding", 1, "1", 1)
            .build(),
        List.of(),
        128,
        VectorLayout.builder().add("dx", 1, "1", 1).addDiscrete("gripper").build());
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
    SplittableRandom random = new SplittableRandom(seed);
    x = random.nextDouble(-1, 1);
    part = random.nextDouble(-0.8, 0);
    open = true;
    holding = false;
    steps = 0;
    changes = 0;
    return observation();
  }

  @Override
  public Step step(float[] action) {
    made++;
    steps++;
    x = Math.max(-1, Math.min(1, x + SPEED * action[0]));
    boolean wasOpen = open;
    boolean success = false;
    if (action[1] < 0 && open) {
      open = false;
      holding = Math.abs(x - part) < REACH;
    } else if (action[1] > 0 && !open) {
      open = true;
      success = holding && Math.abs(x - SHELF) < REACH;
      holding = false;
    }
    if (holding) {
      part = x;
    }
    boolean changed = open != wasOpen;
    changes += changed ? 1 : 0;
    return new Step(
        observation(),
        action,
        success ? 1 : 0,
        success,
        !success && steps >= MAX_STEPS,
        success,
        changed ? penalty : 0,
        "");
  }

  /**
   * What a demonstrator does: towards the part, close, towards the shelf, open.
   *
   * @param needless whether to close and open now and then on the way, as people do
   */
  float[] demonstrate(boolean needless, SplittableRandom random) {
    double goal = holding ? SHELF : part;
    double error = goal - x;
    float dx = (float) Math.max(-1, Math.min(1, error / SPEED + 0.2 * random.nextGaussian()));
    boolean there = Math.abs(x + SPEED * dx - goal) < REACH / 2;
    float gripper = 0;
    if (holding) {
      gripper = there ? 1 : 0;
    } else if (!open) {
      gripper = 1;
    } else if (there || (needless && random.nextInt(4) == 0)) {
      gripper = -1;
    }
    return new float[] {dx, gripper};
  }

  private Observation observation() {
    return new Observation(
        new float[] {(float) x, (float) (part - x), open ? 1 : 0, holding ? 1 : 0}, List.of());
  }

  @Override
  public void close() {}
}
