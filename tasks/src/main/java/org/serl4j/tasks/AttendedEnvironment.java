package org.serl4j.tasks;

import org.serl4j.agent.Environment;
import org.serl4j.agent.EnvironmentWrapper;
import org.serl4j.agent.Observation;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.resets.Attendant;

/**
 * A task somebody attends to: a reset that fails pauses, says why, and is tried again when the
 * attendant has put the scene right. The same seed again, so the episode is the one that was due.
 */
public final class AttendedEnvironment extends EnvironmentWrapper {
  private final Attendant attendant;
  private int helped;

  /**
   * @param task closed with this
   */
  public AttendedEnvironment(Environment task, Attendant attendant) {
    super(task);
    this.attendant = attendant;
  }

  /** How often the attendant put the scene right. */
  public int helped() {
    return helped;
  }

  @Override
  public Observation reset(long seed) {
    while (true) {
      try {
        return inner.reset(seed);
      } catch (ResetFailedException e) {
        if (!attendant.help(String.valueOf(e.getMessage()))) {
          throw e;
        }
        helped++;
      }
    }
  }
}
