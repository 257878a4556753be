package org.serl4j.resets;

import java.util.List;

/**
 * Tasks in a ring, where the success of each is the start of the next, so that they reset each
 * other (the forward-backward resets of SERL's bin relocation, arXiv 2401.16013). Tells which task
 * is next and whether the scene must be brought back first. Not thread-safe.
 *
 * <pre>
 *   success                       the next task, from where this one left the scene
 *   success, a round to scatter   the next task, from a scene drawn anew
 *   failure                       the same task again, from where it left the scene
 *   the mostFailures-th in a row  the same task again, after a reset by routines
 * </pre>
 *
 * <p>A round is a success of each task. Without rounds to scatter, each task is shown only the
 * scenes in which the one before leaves it, and learns no others.
 *
 * <p>What a failure has left may be no start of any task: whoever prepares the scene looks, and
 * resets it by routines sooner.
 */
public final class TaskGraph {
  private final List<String> tasks;
  private final int mostFailures;
  private final int scatterEvery;

  private int now;
  private int failures;
  private long successes;

  /** What comes after an episode. */
  public enum Move {
    /** The next task begins. */
    ON,
    /** The next task begins, from a scene drawn anew. */
    SCATTER,
    /** The same task begins again. */
    AGAIN,
    /** The same task begins again, after the scene was brought back. */
    RESET
  }

  /**
   * Where a graph is.
   *
   * @param now number of the task that is due
   * @param failures of it in a row since the last success or reset
   * @param successes of all tasks since the beginning
   */
  public record Position(int now, int failures, long successes) {}

  /**
   * @param tasks their names, at least two, each the start of the one behind it, the last of the
   *     first
   * @param mostFailures in a row before the scene is brought back, at least 1
   * @param scatterEvery rounds, the last of them begins from scenes drawn anew, at least 1
   */
  public TaskGraph(List<String> tasks, int mostFailures, int scatterEvery) {
    if (tasks.size() < 2 || mostFailures < 1 || scatterEvery < 1) {
      throw new IllegalArgumentException(
          "task graph: %d tasks (at least 2), mostFailures = %d, scatterEvery = %d (at least 1)"
              .formatted(tasks.size(), mostFailures, scatterEvery));
    }
    this.tasks = List.copyOf(tasks);
    this.mostFailures = mostFailures;
    this.scatterEvery = scatterEvery;
  }

  /** Goes on where another graph of these tasks was. */
  public void goTo(Position position) {
    if (position.now < 0
        || position.now >= tasks.size()
        || position.failures < 0
        || position.failures >= mostFailures
        || position.successes < 0) {
      throw new IllegalArgumentException(
          position + " is no position among " + tasks.size() + " tasks");
    }
    now = position.now;
    failures = position.failures;
    successes = position.successes;
  }

  public Position position() {
    return new Position(now, failures, successes);
  }

  /** Their names. */
  public List<String> tasks() {
    return tasks;
  }

  /** Number of the task that is due. */
  public int now() {
    return now;
  }

  /** Takes note of an episode of the task that was due. */
  public Move finished(boolean success) {
    if (success) {
      now = (now + 1) % tasks.size();
      failures = 0;
      successes++;
      long round = successes / tasks.size();
      return round % scatterEvery == scatterEvery - 1 ? Move.SCATTER : Move.ON;
    }
    failures = (failures + 1) % mostFailures;
    return failures == 0 ? Move.RESET : Move.AGAIN;
  }
}
