package org.serl4j.console.session;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serl4j.agent.bc.BcReport;
import org.serl4j.console.metrics.EventFileWriter;
import org.serl4j.console.metrics.MetricsCsv;

/** {@code metrics.csv} and TensorBoard events of behaviour cloning: a row every hundred updates. */
final class BcLog implements AutoCloseable {
  private static final int ROW_UPDATES = 100;
  private static final List<String> COLUMNS =
      List.of("updates", "wall_s", "bc_loss", "action_error", "gripper_loss", "gripper_accuracy");

  private final MetricsCsv csv;
  private final EventFileWriter events;

  BcLog(RunDirectory run) {
    try {
      csv = MetricsCsv.open(run.metrics(), COLUMNS);
      events = EventFileWriter.create(run.events(), Clock.systemUTC());
    } catch (IOException e) {
      throw new SessionException("cannot write metrics to " + run.folder() + ": " + e, e);
    }
  }

  void updated(BcReport report, double wallSeconds) {
    if (report.update() % ROW_UPDATES != 0) {
      return;
    }
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("updates", (double) report.update());
    row.put("wall_s", wallSeconds);
    row.put("bc_loss", report.loss());
    row.put("action_error", report.actionError());
    row.put("gripper_loss", report.gripperLoss());
    row.put("gripper_accuracy", report.gripperAccuracy());
    csv.append(row);
    Map<String, Double> scalars = new LinkedHashMap<>();
    row.forEach((name, value) -> scalars.put("bc/" + name, value));
    scalars.values().removeIf(value -> !Double.isFinite(value));
    events.scalars(report.update(), scalars);
  }

  @Override
  public void close() {
    events.close();
  }
}
