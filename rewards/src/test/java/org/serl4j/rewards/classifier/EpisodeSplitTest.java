package org.serl4j.rewards.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.serl4j.rewards.classifier.EpisodeSplit.Part;

class EpisodeSplitTest {
  private static List<Boolean> episodes(int with, int without) {
    List<Boolean> all = new ArrayList<>(Collections.nCopies(with, true));
    all.addAll(Collections.nCopies(without, false));
    return all;
  }

  @Test
  void shouldPutEveryEpisodeIntoOnePart() {
    EpisodeSplit split = new EpisodeSplit(episodes(20, 30), 1);
    TreeSet<Integer> all = new TreeSet<>();
    int sum = 0;
    for (Part part : Part.values()) {
      List<Integer> own = split.episodes(part);
      own.forEach(episode -> assertEquals(part, split.of(episode)));
      all.addAll(own);
      sum += own.size();
    }
    assertEquals(50, all.size());
    assertEquals(50, sum);
  }

  /** 12, 4, 4 of the 20 with success and 18, 6, 6 of the 30 without. */
  @Test
  void shouldDealBothKindsOutInFifths() {
    EpisodeSplit split = new EpisodeSplit(episodes(20, 30), 1);
    assertDealt(split, Part.TRAINING, 12, 18);
    assertDealt(split, Part.VALIDATION, 4, 6);
    assertDealt(split, Part.TEST, 4, 6);
  }

  private static void assertDealt(EpisodeSplit split, Part part, int with, int without) {
    List<Integer> own = split.episodes(part);
    assertEquals(with, own.stream().filter(episode -> episode < 20).count());
    assertEquals(without, own.stream().filter(episode -> episode >= 20).count());
  }

  @Test
  void shouldBeDecidedByTheSeed() {
    List<Integer> one = new EpisodeSplit(episodes(20, 30), 1).episodes(Part.TEST);
    assertEquals(one, new EpisodeSplit(episodes(20, 30), 1).episodes(Part.TEST));
    assertNotEquals(one, new EpisodeSplit(episodes(20, 30), 2).episodes(Part.TEST));
  }

  @Test
  void shouldRefuseTooFewEpisodesOfAKind() {
    RewardDataException refused =
        assertThrows(RewardDataException.class, () -> new EpisodeSplit(episodes(4, 30), 1));
    assertEquals(
        "the data have 4 episodes with success and 30 without, at least 5 of each are needed to"
            + " hold some out: collect more episodes",
        refused.getMessage());
    assertThrows(RewardDataException.class, () -> new EpisodeSplit(episodes(30, 0), 1));
  }
}
