package org.serl4j.tasks.insertion;

import org.serl4j.tasks.peg.PegInsertion;

class PegInsertionResetTest extends InsertionResetContract {
  PegInsertionResetTest() {
    super(PegInsertion.TASK);
  }
}
