package org.serl4j.tasks.insertion;

import org.serl4j.tasks.pcb.PcbInsertion;

class PcbInsertionEnvironmentTest extends InsertionEnvironmentContract {
  PcbInsertionEnvironmentTest() {
    super(PcbInsertion.TASK);
  }
}
