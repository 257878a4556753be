package org.serl4j.tasks.relocation;

import org.serl4j.agent.Environment;
import org.serl4j.tasks.EnvironmentContract;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/** The contract of all environments, forwards; {@link BackwardContractTest} backwards. */
class RelocationContractTest extends EnvironmentContract {
  Direction direction() {
    return Direction.FORWARD;
  }

  @Override
  protected Environment open() throws Exception {
    String task = direction().task();
    return new TaskCatalogue()
        .open(task, SimulatedCell.of(task), TaskOptions.defaults())
        .environment();
  }
}
