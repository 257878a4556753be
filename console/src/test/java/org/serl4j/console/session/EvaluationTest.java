package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.roles.Episode;

class EvaluationTest {
  private static List<Episode> episodes(int successes, int failures) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < successes; i++) {
      episodes.add(new Episode(i, 10 + i, 1, true, 1 + 0.1 * i, ""));
    }
    for (int i = 0; i < failures; i++) {
      episodes.add(new Episode(successes + i, 100, 0, false, 10, ""));
    }
    return episodes;
  }

  /** Expected numbers: Wilson's formula by hand, e.g. 100/100 has the lower end n / (n + z^2). */
  @Test
  void shouldGiveWilsonsInterval() {
    Evaluation most = Evaluation.of(episodes(90, 10));
    assertEquals(0.82563, most.wilsonLow(), 1e-5);
    assertEquals(0.94477, most.wilsonHigh(), 1e-5);
    Evaluation all = Evaluation.of(episodes(100, 0));
    assertEquals(100 / 103.841459, all.wilsonLow(), 1e-6);
    assertEquals(1, all.wilsonHigh(), 1e-12);
    Evaluation none = Evaluation.of(episodes(0, 10));
    assertEquals(0, none.wilsonLow(), 1e-12);
    assertEquals(3.841459 / 13.841459, none.wilsonHigh(), 1e-6);
  }

  @Test
  void shouldTakeTheMedianOverSuccessesOnly() {
    Double odd = Evaluation.of(episodes(3, 50)).medianSecondsToSuccess();
    Double even = Evaluation.of(episodes(4, 50)).medianSecondsToSuccess();
    assertEquals(1.1, odd == null ? Double.NaN : odd, 1e-12);
    assertEquals(1.15, even == null ? Double.NaN : even, 1e-12);
    assertNull(Evaluation.of(episodes(0, 5)).medianSecondsToSuccess());
  }

  @Test
  void shouldWriteItsFieldsByName() throws Exception {
    JsonNode json = new ObjectMapper().valueToTree(Evaluation.of(episodes(9, 1)));
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertEquals(
        List.of("episodes", "successes", "wilsonLow", "wilsonHigh", "medianSecondsToSuccess"),
        names);
  }
}
