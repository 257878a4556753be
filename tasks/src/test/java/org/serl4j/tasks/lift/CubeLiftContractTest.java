package org.serl4j.tasks.lift;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.serl4j.agent.Environment;
import org.serl4j.tasks.EnvironmentContract;
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

class CubeLiftContractTest extends EnvironmentContract {
  @Override
  protected Environment open() throws Exception {
    return new TaskCatalogue()
        .open(CubeLift.NAME, SimulatedCell.read(), TaskOptions.defaults())
        .environment();
  }

  @Override
  protected void requireRewardOfStillness(double reward) {
    // the cube is never nearer than 0.3 m to where the arm starts
    assertTrue(reward > 0 && reward < 0.3 * Math.exp(-20 * 0.3), "reward " + reward);
  }
}
