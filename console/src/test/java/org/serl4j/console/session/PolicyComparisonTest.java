package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.PairedOutcomes;
import org.serl4j.agent.roles.Episode;
import org.serl4j.console.session.PolicyComparison.Contest;
import org.serl4j.console.session.PolicyComparison.Times;

class PolicyComparisonTest {
  private static final Contest CONTEST = new Contest("peg-insertion", 1, "runs/one", "runs/two");

  /** One letter for each scene: f is a failure, a digit the steps to success. */
  private static List<Episode> episodes(String outcomes) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < outcomes.length(); i++) {
      char c = outcomes.charAt(i);
      boolean success = c != 'f';
      int steps = success ? 10 * (c - '0') : 100;
      episodes.add(new Episode(episodes.size(), steps, success ? 1 : 0, success, steps * 0.1, ""));
    }
    return episodes;
  }

  private static PolicyComparison compare(String first, String second) {
    return PolicyComparison.of(CONTEST, "B", episodes(first), episodes(second), "commit");
  }

  @Test
  void shouldPairEpisodesOfTheSameScene() {
    PolicyComparison result = compare("12f3f2", "2fff52");
    assertEquals(new PairedOutcomes(2, 2, 1, 1), result.pairs());
    assertEquals(1.0 / 6, result.difference().difference(), 1e-12);
    assertEquals(1, result.mcnemar(), 1e-12);
    Times times = Objects.requireNonNull(result.times());
    assertEquals(2, times.pairs());
    assertEquals(1, times.firstFaster());
    assertEquals(0, times.secondFaster());
    assertEquals(-0.5, times.difference().median(), 1e-12);
    assertNull(compare("1f", "f1").times());
  }

  @Test
  void shouldTellTheNamesAtTheEnd() {
    List<String> lines = compare("1111", "1111").lines();
    assertEquals("the names: A was runs/two, B was runs/one", lines.get(0));
    assertTrue(lines.get(lines.size() - 1).startsWith("no difference is shown"), lines.toString());
  }

  @Test
  void shouldClaimNoMoreThanThePairsShow() {
    assertTrue(
        PolicyComparison.verdict(CONTEST, new PairedOutcomes(70, 20, 3, 7))
            .startsWith("runs/one succeeds more often"));
    assertTrue(
        PolicyComparison.verdict(CONTEST, new PairedOutcomes(70, 3, 20, 7))
            .startsWith("runs/two succeeds more often"));
    assertTrue(
        PolicyComparison.verdict(CONTEST, new PairedOutcomes(90, 4, 3, 3))
            .contains("which is not proof that they are alike"));
    // five against none: p = 1/16
    String borderline = PolicyComparison.verdict(CONTEST, new PairedOutcomes(14, 5, 0, 22));
    assertTrue(borderline.startsWith("not settled"), borderline);
    assertTrue(borderline.contains("p = 0.063"), borderline);
  }

  @Test
  void shouldWriteNumbersThatOtherProgramsCanRead() {
    JsonNode json = new ObjectMapper().valueToTree(compare("1f2", "112"));
    assertEquals("B", json.get("firstWas").asText());
    assertEquals(2, json.get("pairs").get("both").asInt());
    assertEquals(1, json.get("pairs").get("onlySecond").asInt());
    assertEquals(2, json.get("times").get("pairs").asInt());
    assertTrue(json.get("times").get("difference").get("low").isNull());
    assertTrue(json.get("difference").get("low").isDouble());
  }
}
