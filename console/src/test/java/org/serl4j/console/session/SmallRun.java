package org.serl4j.console.session;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.roles.EpisodeListener;

/** What tests of whole runs share: an agent that learns little and quickly, and a crash. */
final class SmallRun {
  static final Map<String, String> AGENT =
      Map.of(
          "batch", "16",
          "critics", "2",
          "hidden", "32",
          "bottleneck", "16",
          "criticUpdatesPerStep", "1",
          "encoder.copies", "2");

  /** The same on a clone that knows little. */
  static final Map<String, String> CORRECTING = with("imitation.updates", "20");

  private SmallRun() {}

  private static Map<String, String> with(String name, String value) {
    Map<String, String> all = new TreeMap<>(AGENT);
    all.put(name, value);
    return all;
  }

  /** Breaks off after that many steps, as a crash would. */
  static EpisodeListener crashAfter(int steps) {
    return new EpisodeListener() {
      private int made;

      @Override
      public void stepped(Observation before, Step step) {
        if (++made == steps) {
          throw new CancellationException("crash");
        }
      }
    };
  }
}
