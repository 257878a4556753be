package org.serl4j.console.session;

import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;

/** Remembers the episode that ended last, and lets another listener watch. */
final class LastEpisode implements EpisodeListener {
  private final EpisodeListener watcher;
  private @Nullable Episode last;

  LastEpisode(EpisodeListener watcher) {
    this.watcher = watcher;
  }

  /**
   * Whether it reached its goal as its reward saw it: what the truth says of it, a bench does not
   * know.
   */
  boolean rewarded() {
    return last != null && last.total() > 0;
  }

  @Override
  public void begun(Observation first) {
    watcher.begun(first);
  }

  @Override
  public void acting(ActedBy actedBy) {
    watcher.acting(actedBy);
  }

  @Override
  public void stepped(Observation before, Step step) {
    watcher.stepped(before, step);
  }

  @Override
  public void finished(Episode episode) {
    last = episode;
    watcher.finished(episode);
  }
}
