package org.serl4j.resets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.resets.TaskGraph.Move;
import org.serl4j.resets.TaskGraph.Position;

class TaskGraphTest {
  private final TaskGraph graph = new TaskGraph(List.of("there", "back"), 3, 100);

  @Test
  void shouldGoThereAndBackByItsSuccesses() {
    assertEquals(0, graph.now());
    assertEquals(Move.ON, graph.finished(true));
    assertEquals(1, graph.now());
    assertEquals(Move.ON, graph.finished(true));
    assertEquals(0, graph.now());
  }

  @Test
  void shouldTryAgainAndHaveTheSceneBroughtBackAfterAsManyFailuresInARow() {
    assertEquals(Move.AGAIN, graph.finished(false));
    assertEquals(Move.AGAIN, graph.finished(false));
    assertEquals(Move.RESET, graph.finished(false));
    assertEquals(0, graph.now(), "the same task all the while");
    assertEquals(Move.AGAIN, graph.finished(false), "the count begins anew");
  }

  @Test
  void shouldCountFailuresInARowOnly() {
    graph.finished(false);
    graph.finished(false);
    graph.finished(true);
    graph.finished(false);
    assertEquals(Move.AGAIN, graph.finished(false));
    assertEquals(new Position(1, 2, 1), graph.position());
  }

  /** Both tasks in turn, whatever fails in between, and where a run goes on likewise. */
  @Test
  void shouldScatterTheSceneOfEveryTaskInEveryThirdRound() {
    TaskGraph third = new TaskGraph(List.of("there", "back"), 3, 3);
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      moves.add(third.finished(true));
      assertEquals(Move.AGAIN, third.finished(false));
      TaskGraph resumed = new TaskGraph(List.of("there", "back"), 3, 3);
      resumed.goTo(third.position());
      third = resumed;
    }
    assertEquals(
        List.of(Move.ON, Move.ON, Move.ON, Move.SCATTER, Move.SCATTER, Move.ON, Move.ON, Move.ON),
        moves);
  }

  @Test
  void shouldGoOnWhereAnotherOneWas() {
    graph.goTo(new Position(1, 2, 5));
    assertEquals(Move.RESET, graph.finished(false));
    assertEquals(new Position(1, 0, 5), graph.position());
    assertThrows(IllegalArgumentException.class, () -> graph.goTo(new Position(2, 0, 0)));
    assertThrows(IllegalArgumentException.class, () -> graph.goTo(new Position(0, 3, 0)));
  }

  @Test
  void shouldRefuseARingOfOne() {
    assertThrows(IllegalArgumentException.class, () -> new TaskGraph(List.of("alone"), 3, 1));
    assertThrows(IllegalArgumentException.class, () -> new TaskGraph(List.of("a", "b"), 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new TaskGraph(List.of("a", "b"), 1, 0));
  }
}
