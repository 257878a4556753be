package org.serl4j.tasks.cable;

import org.serl4j.agent.Environment;
import org.serl4j.tasks.EnvironmentContract;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

class CableRoutingContractTest extends EnvironmentContract {
  @Override
  protected Environment open() throws Exception {
    return new TaskCatalogue()
        .open(CableRouting.NAME, SimulatedCell.of(CableRouting.NAME), new TaskOptions(true, true))
        .environment();
  }
}
