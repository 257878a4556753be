package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.ClassifiedEnvironment;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.tasks.OpenTask;

/**
 * A task with the reward that it is trained by.
 *
 * @param probability what a learned reward says of the newest observation; null with the task's own
 * @param holdSteps observations in a row that a learned reward asks for; 1 with the task's own
 * @param words about a learned reward, for people; empty with the task's own
 */
record RewardedTask(
    OpenTask open, @Nullable DoubleSupplier probability, int holdSteps, String words) {

  /** Its own reward. */
  static RewardedTask byItself(OpenTask task) {
    return new RewardedTask(task, null, 1, "");
  }

  /**
   * A classifier's.
   *
   * @param task goes on at its goal; closed if the classifier is refused
   * @param file the classifier
   * @throws org.serl4j.rewards.classifier.RewardDataException if it was trained for another task,
   *     cell or backbone
   */
  static RewardedTask by(SuccessClassifier classifier, OpenTask task, Cell cell, Path file) {
    ClassifiedEnvironment learned = LearnedReward.over(task, cell, classifier, file.toString());
    return new RewardedTask(
        task.behind(learned),
        learned::probability,
        classifier.rule().holdSteps(),
        file + ", " + classifier.rule().line());
  }

  /** The same before another task, such as one with an attendant. */
  RewardedTask with(OpenTask other) {
    return new RewardedTask(other, probability, holdSteps, words);
  }
}
