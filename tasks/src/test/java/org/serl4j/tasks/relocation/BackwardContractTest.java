package org.serl4j.tasks.relocation;

class BackwardContractTest extends RelocationContractTest {
  @Override
  Direction direction() {
    return Direction.BACKWARD;
  }
}
