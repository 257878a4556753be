package org.serl4j.console.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.console.dataset.DatasetDescription;
import org.serl4j.console.dataset.DatasetException;
import org.serl4j.console.dataset.RecordedEpisode;
import org.serl4j.rewards.classifier.HoldRule;

/**
 * Writes the episodes in which a learned reward and the task's truth disagree, each when it ends,
 * as a {@link MistakenEpisodes data set} of its own. A kill therefore loses no more than the
 * episode that is written, and a resumed run keeps what was there.
 *
 * <pre>
 * false reward     the rewarded step shows no success
 * missed success   success held for as many steps as the classifier's rule asks, and no step was rewarded
 * </pre>
 */
final class MistakeRecorder implements EpisodeListener {
  private final EpisodeListener watcher;
  private final MistakenEpisodes kept;
  private final DatasetDescription description;
  private final MistakeOptions options;
  private final HoldRule truth;
  private final Progress progress;

  private @Nullable Observation first;
  private final List<Step> steps = new ArrayList<>();
  private final List<ActedBy> actors = new ArrayList<>();
  private ActedBy actor = ActedBy.POLICY;
  private boolean held;

  /**
   * @param watcher sees every step too
   * @param holdSteps of the classifier's rule
   */
  MistakeRecorder(
      EpisodeListener watcher,
      MistakenEpisodes kept,
      DatasetDescription description,
      MistakeOptions options,
      int holdSteps,
      Progress progress) {
    this.watcher = watcher;
    this.kept = kept;
    this.description = description;
    this.options = options;
    this.truth = new HoldRule(holdSteps);
    this.progress = progress;
  }

  @Override
  public void begun(Observation seen) {
    watcher.begun(seen);
    first = seen;
    steps.clear();
    actors.clear();
    truth.begin();
    held = false;
  }

  @Override
  public void acting(ActedBy actedBy) {
    watcher.acting(actedBy);
    actor = actedBy;
  }

  @Override
  public void stepped(Observation before, Step step) {
    watcher.stepped(before, step);
    steps.add(step);
    actors.add(actor);
    held |= truth.held(step.success());
  }

  @Override
  public void finished(Episode episode) {
    watcher.finished(episode);
    Observation seen = first;
    if (seen == null || steps.isEmpty()) {
      return;
    }
    Step last = steps.get(steps.size() - 1);
    boolean rewarded = last.reward() > 0;
    try {
      if (rewarded && !last.success()) {
        write(MistakenEpisodes.Kind.FALSE_REWARD, seen, episode.index());
      } else if (options.missedSuccesses() && held && !rewarded) {
        write(MistakenEpisodes.Kind.MISSED_SUCCESS, seen, episode.index());
      } else if (options.keptRewarded() > 0 && rewarded) {
        write(MistakenEpisodes.Kind.REWARDED, seen, episode.index());
        kept.keepNewest(MistakenEpisodes.Kind.REWARDED, options.keptRewarded());
      }
    } catch (IOException | DatasetException e) {
      // the run is worth more than one example of a mistake
      progress.say("episode %d is not kept: %s".formatted(episode.index(), e.getMessage()));
    } finally {
      first = null;
      steps.clear();
      actors.clear();
    }
  }

  private void write(MistakenEpisodes.Kind kind, Observation seen, int index) throws IOException {
    RecordedEpisode episode = new RecordedEpisode(seen, steps, actors);
    Path folder = kept.write(kind, index, episode, description);
    progress.say(
        "episode %d: %s, kept in %s%s"
            .formatted(
                index,
                kind.words(),
                folder,
                kind == MistakenEpisodes.Kind.REWARDED
                    ? "; if it is no success: './serl4j reward flag %s --episode %d'"
                        .formatted(kept.run(), index)
                    : ""));
  }

  /** What to do with what was kept, in one line; empty if nothing was. */
  String advice(String task) throws IOException {
    int wrong = kept.folders(MistakenEpisodes.Kind.FALSE_REWARD).size();
    int missed = kept.folders(MistakenEpisodes.Kind.MISSED_SUCCESS).size();
    return wrong + missed == 0
        ? ""
        : "the classifier rewarded %d episodes without success and missed %d: './serl4j reward train %s --hard-examples %s' learns from them"
            .formatted(wrong, missed, task, kept.run());
  }
}
