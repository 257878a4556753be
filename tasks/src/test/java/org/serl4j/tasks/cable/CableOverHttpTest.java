package org.serl4j.tasks.cable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serl4j.tasks.RemoteWorkcell;
import org.serl4j.tasks.SimulatedCell;

/** The task with an arm that is moved by HTTP alone, in real time. */
class CableOverHttpTest {
  @Test
  void shouldRouteTheCableThroughAServer() throws IOException {
    try (RemoteWorkcell remote =
        RemoteWorkcell.open(CableRouting.SCENE, SimulatedCell.of(CableRouting.NAME))) {
      CableOnBench bench =
          new CableOnBench(
              CableEnvironment.onBench(remote, CableOptions.fixedBoard()), remote.bench().scene());
      bench.route(7, 0);
      assertEquals(List.of(), remote.refused());
      assertEquals(Optional.empty(), remote.bench().arm().fault());
    }
  }
}
