package org.serl4j.console.session;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.serl4j.resets.TaskGraph;
import org.serl4j.tasks.TaskRing;

/**
 * Where a run of several tasks is between two episodes; {@code ring.json}. It names the checkpoint
 * of each task's own directory that belongs to it, and is written after them: a run that is killed
 * in between goes on from the ones before.
 *
 * @param version of this format
 * @param tasks their names, in the order of the ring
 * @param checkpoints number of the checkpoint of each
 * @param now number of the task that is due
 * @param failures of it in a row
 * @param successes of all tasks
 * @param scene what its next episode begins from
 * @param handovers of all sessions
 * @param fetched those in which routines brought the scene back
 * @param attended those in which somebody helped
 */
@JsonPropertyOrder({
  "version",
  "tasks",
  "checkpoints",
  "now",
  "failures",
  "successes",
  "scene",
  "handovers",
  "fetched",
  "attended"
})
record RingState(
    int version,
    List<String> tasks,
    List<Long> checkpoints,
    int now,
    int failures,
    long successes,
    List<Double> scene,
    int handovers,
    int fetched,
    int attended) {
  static final String FILE = "ring.json";
  static final int VERSION = 2;

  RingState {
    tasks = List.copyOf(tasks);
    checkpoints = List.copyOf(checkpoints);
    scene = List.copyOf(scene);
  }

  TaskGraph.Position position() {
    return new TaskGraph.Position(now, failures, successes);
  }

  /** The hand-overs until then. */
  TaskRing.Report report() {
    return new TaskRing.Report(handovers, fetched, attended);
  }
}
