package org.serl4j.console.session;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.checkpoint.CheckedFile;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.console.dataset.DatasetDescription;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.ClassifiedEnvironment;
import org.serl4j.rewards.classifier.SceneIdentity;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.rewards.classifier.SuccessJudge;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;

/** Puts a classifier over a task of a cell, if it was trained for them. */
public final class LearnedReward {
  /** What helps where the task cannot tell its success, and nothing else does. */
  public static final String CLASSIFIER_REMEDY = "give --reward FILE, a classifier of its images";

  private LearnedReward() {}

  /**
   * Refuses what needs to know success where nobody tells it.
   *
   * @param remedy what helps
   * @throws SessionException unless the task measures its success over that cell
   */
  public static void requireTruth(String task, Cell cell, String remedy) {
    if (!new TaskCatalogue().measuresSuccess(task, cell)) {
      throw new SessionException(
          "nothing at cell '%s' measures whether %s succeeds: %s"
              .formatted(cell.name(), task, remedy));
    }
  }

  /**
   * Opens a task whose success somebody tells.
   *
   * @param options of a task that ends at its goal
   * @param file a classifier, whose reward and end replace the task's own; null for the task's own
   * @param remedy what helps if the task cannot tell and there is no classifier
   * @throws SessionException if nobody tells success
   * @throws IOException if the scene cannot be unpacked
   */
  public static OpenTask open(
      String task, Cell cell, TaskOptions options, @Nullable Path file, String remedy)
      throws IOException {
    if (file == null) {
      requireTruth(task, cell, remedy);
      return new TaskCatalogue().open(task, cell, options);
    }
    SuccessClassifier classifier = SuccessClassifier.load(file);
    OpenTask open = new TaskCatalogue().open(task, cell, options.goingOn());
    return open.behind(over(open, cell, classifier, file.toString()));
  }

  /**
   * What tells a classifier from every other, its rule included.
   *
   * @param file null for a task's own reward
   * @return empty for a task's own reward
   * @throws SessionException if there is no such file
   */
  public static String identity(@Nullable Path file) {
    if (file == null) {
      return "";
    }
    try {
      CheckedFile.Identity identity = CheckedFile.identity(file);
      return "%d bytes, CRC-32 %08x".formatted(identity.bytes(), identity.checksum());
    } catch (IOException e) {
      throw new SessionException(
          "cannot read the classifier %s: train one with './serl4j reward train'".formatted(file),
          e);
    }
  }

  /**
   * The task behind the classifier's reward. Its word is the success too, where the task cannot
   * tell.
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
          SuccessJudge.open(classifier, here, task.environment().spaces(), file),
          new TaskCatalogue().measuresSuccess(task.environment().task(), cell));
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
