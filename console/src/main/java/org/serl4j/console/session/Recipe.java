package org.serl4j.console.session;

import java.util.List;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.cable.CableRouting;

/**
 * How a task is trained where the operator does not choose: by what did best on it in {@code
 * docs/results.md}, for as long as that took (decision 0035).
 *
 * @param algorithm one of {@link #ALGORITHMS}
 * @param envSteps of one task; a ring takes as many for each of its tasks
 */
public record Recipe(String algorithm, int envSteps) {
  /** Learns by trying. */
  public static final String RLPD = "rlpd";

  /** Clones the demonstrations. */
  public static final String BC = "bc";

  /** Clones the demonstrations, then learns by trying how to correct the clone. */
  public static final String RESIDUAL = "residual";

  public static final List<String> ALGORITHMS = List.of(RLPD, BC, RESIDUAL);

  private static final int CORRECTED_STEPS = 5500;
  private static final int GRASPING_STEPS = 7000;

  /**
   * Insertions are tried by RLPD, which ends surer there; what is reached through a longer movement
   * begins with a clone of the demonstrations.
   *
   * @param task its name
   * @throws IllegalArgumentException if it is unknown
   */
  public static Recipe of(String task) {
    if (new TaskCatalogue().learnsGripper(task)) {
      return new Recipe(RESIDUAL, GRASPING_STEPS);
    }
    return task.equals(CableRouting.NAME)
        ? new Recipe(RESIDUAL, CORRECTED_STEPS)
        : new Recipe(RLPD, TrainOptions.ENV_STEPS);
  }
}
