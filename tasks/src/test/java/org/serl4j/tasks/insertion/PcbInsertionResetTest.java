package org.serl4j.tasks.insertion;

import org.serl4j.tasks.pcb.PcbInsertion;

class PcbInsertionResetTest extends InsertionResetContract {
  PcbInsertionResetTest() {
    super(PcbInsertion.TASK);
  }
}
