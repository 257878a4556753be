package org.serl4j.console.session;

import org.serl4j.agent.Slice;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.console.dataset.DatasetDescription;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.ClassifiedEnvironment;
import org.serl4j.rewards.classifier.SceneIdentity;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.rewards.classifier.SuccessJudge;
import org.serl4j.tasks.OpenTask;

/** Puts a classifier over a task of a cell, if it was trained for them. */
public final class LearnedReward {
  private LearnedReward() {}

  /**
   * The task behind the classifier's reward.
   *
   * @param task goes on at its goal; closed if the classifier is refused
   * @param file the classifier's name for messages
   * @throws org.serl4j.rewards.classifier.RewardDataException if the classifier was trained for
   *     another task, cell or backbone
   */
  static ClassifiedEnvironment over(
      OpenTask task, Cell cell, SuccessClassifier classifier, String file) {
    try {
      SceneIdentity here = scene(Demonstrations.description(task.environment(), cell));
      return new ClassifiedEnvironment(
          task.environment(),
          SuccessJudge.open(classifier, here, task.environment().spaces(), file));
    } catch (RuntimeException e) {
      task.environment().close();
      throw e;
    }
  }

  /** What a classifier for that task over that cell depends on. */
  public static SceneIdentity scene(DatasetDescription description) {
    Spaces spaces = description.spaces();
    return new SceneIdentity(
        description.task(),
        spaces.imageSize(),
        description.cameras().stream()
            .map(c -> new SceneIdentity.View(c.name(), c.frameHash(), c.settings()))
            .toList(),
        FrameEncoder.backboneHash(),
        spaces.state().slices().stream().map(LearnedReward::words).toList());
  }

  private static String words(Slice slice) {
    return slice.length() + " " + slice.name() + " [" + slice.unit() + "]";
  }
}
