package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.console.session.PerturbedEvaluation.Row;

class PerturbedEvaluationTest {
  @Test
  void shouldPutEachKindAndAllOfThemIntoATable() {
    Evaluation plain = new Evaluation(100, 98, 0.93, 0.994, 1.9);
    Evaluation pushed = new Evaluation(100, 0, 0, 0.037, null);
    PerturbedEvaluation result =
        new PerturbedEvaluation(
            "peg-insertion",
            0,
            List.of(new Row("none", 0, 0, 1, plain), new Row("push", 97, 0, 3, pushed)),
            pushed,
            "commit");
    assertEquals(
        List.of(
            "perturbation     successes  95 % interval     median  struck  recovered  faults",
            "none                98/100  93.0 to 99.4 %     1.9 s       -          -       1",
            "push                 0/100  0.0 to 3.7 %           -      97          0       3",
            "all perturbed        0/100  0.0 to 3.7 %           -"),
        result.lines());
  }
}
