package org.serl4j.tasks.insertion;

import java.util.List;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.arm.ResetContract;
import org.serl4j.tasks.arm.ResetTrials;

/** {@link ResetContract} of an insertion. */
abstract class InsertionResetContract extends ResetContract {
  private final Insertion insertion;

  InsertionResetContract(Insertion insertion) {
    super(
        insertion.name(),
        insertion.scene(),
        insertion.geometry().part(),
        insertion.geometry().fixture());
    this.insertion = insertion;
  }

  @Override
  protected ResetTrials trials(
      SimulatedWorkcell workcell, boolean randomBoard, int jointResetEvery) {
    return InsertionResetSubject.trials(insertion, workcell, randomBoard, jointResetEvery);
  }

  @Override
  protected List<String> routines() {
    return insertion.routines();
  }
}
