package org.serl4j.tasks.pcb;

import org.serl4j.agent.Environment;
import org.serl4j.tasks.EnvironmentContract;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

class PcbInsertionContractTest extends EnvironmentContract {
  @Override
  protected Environment open() throws Exception {
    return new TaskCatalogue()
        .open(PcbInsertion.NAME, SimulatedCell.read(), new TaskOptions(true, true))
        .environment();
  }
}
