package org.serl4j.tasks.cable;

import java.util.List;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.arm.ResetContract;
import org.serl4j.tasks.arm.ResetTrials;

class CableResetTest extends ResetContract {
  CableResetTest() {
    super(CableRouting.NAME, CableRouting.SCENE, CableBench.HELD, CableBench.BOARD);
  }

  @Override
  protected ResetTrials trials(
      SimulatedWorkcell workcell, boolean randomBoard, int jointResetEvery) {
    return CableResetSubject.trials(workcell, randomBoard, jointResetEvery);
  }

  /** Onto a jaw: along the slot, or beside the jaws, nothing would be in the way. */
  @Override
  protected Vector3 aside() {
    return new Vector3(0, 0.006, 0);
  }

  @Override
  protected List<String> routines() {
    return CableRouting.routines();
  }
}
