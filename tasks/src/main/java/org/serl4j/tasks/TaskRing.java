package org.serl4j.tasks;

import java.util.List;
import org.serl4j.controller.Workcell;

/**
 * Tasks over one workcell, where the success of each is the start of the next.
 *
 * @param tasks in their order; do not close their environments
 * @param handover between two episodes
 * @param workcell closed with this
 */
public record TaskRing(List<OpenTask> tasks, Handover handover, Workcell workcell)
    implements AutoCloseable {
  public TaskRing {
    tasks = List.copyOf(tasks);
  }

  /** Their names. */
  public List<String> names() {
    return tasks.stream().map(task -> task.environment().task()).toList();
  }

  /** What the next episode begins from. */
  public enum Scene {
    /** As the last episode left it, if that is a start. */
    LEFT,
    /** Drawn anew, where routines can do that; where only a person can, as it was left. */
    SCATTERED,
    /** Drawn anew, by whoever can. */
    ANEW
  }

  /** Brings the scene from the end of one episode to the start of another. */
  public interface Handover {
    /**
     * Frees the tool and makes sure that the scene is a start of the task that is next, by routines
     * if it is none, by the attendant if they fail. The task's next reset then begins from this
     * scene instead of one of its own.
     *
     * @param task number of the task that is next
     * @param seed decides everything random about it
     * @throws org.serl4j.agent.ResetFailedException if routines and attendant fail
     */
    void prepare(int task, Scene scene, long seed);

    /** What the next reset begins from; with seed and parameters it decides the episode. */
    double[] scene();

    /**
     * Goes on from a scene that was noted.
     *
     * @param task number of the task that is next
     * @param scene not modified
     */
    void goOn(int task, double[] scene);

    /** The next reset of each task draws a scene of its own again. */
    void forget();

    /** What happened so far. */
    Report report();
  }

  /**
   * What it took to hand over, since the ring was opened.
   *
   * @param handovers all
   * @param fetched those in which routines brought the scene back
   * @param attended those in which they failed and somebody helped
   */
  public record Report(int handovers, int fetched, int attended) {
    /** All of it in one line. */
    public String line() {
      return "%d hand-overs, %d of them with a scripted reset, %d with help"
          .formatted(handovers, fetched, attended);
    }
  }

  @Override
  public void close() {
    workcell.close();
  }
}
