package org.serl4j.tasks.lift;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.serl4j.agent.Environment;
import org.serl4j.tasks.EnvironmentContract;

class CubeLiftImagesContractTest extends EnvironmentContract {
  @Override
  protected Environment open() throws Exception {
    return CubeLiftEnvironment.open(true);
  }

  @Override
  protected void requireRewardOfStillness(double reward) {
    assertTrue(reward > 0 && reward < 0.01, "reward " + reward);
  }
}
