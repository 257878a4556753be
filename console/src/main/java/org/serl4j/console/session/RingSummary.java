package org.serl4j.console.session;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.serl4j.tasks.TaskRing;

/**
 * How a run of several tasks ended; its {@code summary.json}. Each task's own directory has the
 * same for itself.
 *
 * @param tasks in the order of the ring
 * @param envSteps environment steps of training, of all
 * @param handovers between episodes
 */
@JsonPropertyOrder({"envSteps", "handovers", "tasks"})
public record RingSummary(List<Summary> tasks, long envSteps, TaskRing.Report handovers) {
  public RingSummary {
    tasks = List.copyOf(tasks);
  }
}
