package org.serl4j.tasks.insertion;

import org.serl4j.tasks.peg.PegInsertion;

class PegInsertionEnvironmentTest extends InsertionEnvironmentContract {
  PegInsertionEnvironmentTest() {
    super(PegInsertion.TASK);
  }
}
