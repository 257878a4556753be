package org.serl4j.console.reward;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Proportion;
import org.serl4j.agent.VectorLayout;
import org.serl4j.console.session.Progress;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.EpisodeSplit;
import org.serl4j.rewards.classifier.EpisodeSplit.Part;
import org.serl4j.rewards.classifier.LabelledFrames;
import org.serl4j.rewards.classifier.OperatingCurve;
import org.serl4j.rewards.classifier.RewardDataException;
import org.serl4j.rewards.classifier.StateCondition;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.rewards.classifier.SuccessRule;

/**
 * How good a classifier is on episodes that it has not seen, in numbers and pictures. The threshold
 * is chosen on the validation episodes; the held-out ones decide nothing.
 */
public final class RewardReport {
  private RewardReport() {}

  /**
   * What an operator chooses; null leaves the classifier's own.
   *
   * @param file the classifier, which gets the rule that comes of it
   * @param data the data set that it learned from
   * @param test another data set, all of it held out; null for the held-out episodes of {@code
   *     data}
   * @param falsePositiveRate that the threshold is chosen for
   * @param conditions on the state
   * @param holdSteps observations in a row that must look like success
   * @param pictures their folder
   */
  public record Wanted(
      Path file,
      Path data,
      @Nullable Path test,
      @Nullable Double falsePositiveRate,
      @Nullable List<StateCondition> conditions,
      @Nullable Integer holdSteps,
      Path pictures) {
    public Wanted {
      RewardTraining.requireRule(falsePositiveRate, holdSteps);
    }

    private SuccessRule rule(SuccessRule stored) {
      return new SuccessRule(
          stored.threshold(),
          falsePositiveRate == null ? stored.falsePositiveRate() : falsePositiveRate,
          conditions == null ? stored.conditions() : conditions,
          holdSteps == null ? stored.holdSteps() : holdSteps);
    }
  }

  /**
   * Chooses the threshold, writes it, and reports.
   *
   * @throws RewardDataException if classifier and data do not belong together
   */
  public static void write(
      Environment environment,
      Cell cell,
      SuccessClassifier classifier,
      Wanted wanted,
      Progress progress)
      throws IOException {
    NativeThreads.single();
    List<String> cameras = classifier.scene().names();
    RewardData all = RewardData.open(wanted.data(), environment, cell);
    classifier.scene().requireSame(all.scene().through(cameras), wanted.file().toString());
    RewardData data = all.through(cameras);
    if (!data.reader().fingerprint().equals(classifier.origin().data())) {
      throw new RewardDataException(
          "%s did not learn from %s: give that data set with --data, and others with --test"
              .formatted(wanted.file(), wanted.data()));
    }
    EpisodeSplit split = data.split(classifier.origin().seed());
    VectorLayout state = data.spaces().state();
    RewardData held = data;
    List<Integer> episodes = split.episodes(Part.TEST);
    if (wanted.test() != null) {
      held = RewardData.open(wanted.test(), environment, cell).through(cameras);
      if (held.reader().fingerprint().equals(classifier.origin().data())) {
        throw new RewardDataException(
            "%s learned from %s: give another data set with --test"
                .formatted(wanted.file(), wanted.test()));
      }
      episodes = held.all();
    }
    LabelledFrames validation =
        RewardTraining.seen(
            data,
            split,
            Part.VALIDATION,
            classifier.config().encoder(),
            classifier.calibration(),
            progress);
    Verdicts validated =
        new Verdicts(classifier, wanted.rule(classifier.rule()), validation, state)
            .withChosenThreshold();
    SuccessRule rule = validated.rule();
    SuccessClassifier chosen = classifier.with(rule);

    LabelledFrames test =
        RewardTraining.seen(
            held,
            episodes,
            classifier.config().encoder(),
            classifier.calibration(),
            "held out",
            progress);
    Verdicts verdicts = new Verdicts(chosen, rule, test, state);
    chosen.save(wanted.file());
    progress.say("rule: " + rule.line());
    RewardTraining.say("validation", validated, progress);
    RewardTraining.say(
        "held out: %d episodes of %s".formatted(episodes.size(), held.reader().folder()),
        verdicts,
        progress);
    progress.say("  by rehearsal:");
    byRehearsal(held, verdicts, rule).forEach(line -> progress.say("    " + line));
    pictures(wanted.pictures(), held, verdicts, rule);
    progress.say("curves and mistakes: " + wanted.pictures());
  }

  /** False positives and rewards before success of each rehearsal. */
  private static List<String> byRehearsal(RewardData data, Verdicts verdicts, SuccessRule rule) {
    Map<String, int[]> counts = new TreeMap<>();
    LabelledFrames frames = verdicts.frames();
    for (int i = 0; i < frames.size(); i++) {
      LabelledFrames.Frame frame = frames.frame(i);
      int[] count = counts.computeIfAbsent(data.reader().note(frame.episode()), name -> new int[6]);
      boolean positive = rule.met(verdicts.score(i));
      count[frame.success() ? 0 : 2]++;
      count[frame.success() ? 1 : 3] += positive ? 1 : 0;
    }
    for (Verdicts.Ending ending : verdicts.endings()) {
      int[] count =
          counts.computeIfAbsent(data.reader().note(ending.episode()), name -> new int[6]);
      count[4]++;
      count[5] += ending.falseReward() ? 1 : 0;
    }
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (name, n) ->
            lines.add(
                "%s: %d of %d successes seen, %d of %d failures taken for success, %d of %d episodes rewarded before success"
                    .formatted(name, n[1], n[0], n[3], n[2], n[5], n[4])));
    return lines;
  }

  private static void pictures(Path folder, RewardData held, Verdicts verdicts, SuccessRule rule)
      throws IOException {
    Files.createDirectories(folder);
    OperatingCurve curve = verdicts.curve();
    Proportion recall = verdicts.recall();
    Proportion rate = verdicts.falsePositiveRate();
    List<double[]> roc = new ArrayList<>(List.of(new double[] {0, 0}));
    List<double[]> precision = new ArrayList<>();
    for (OperatingCurve.Point point : curve.points()) {
      double found = (double) point.truePositives() / curve.positives();
      roc.add(new double[] {(double) point.falsePositives() / curve.negatives(), found});
      precision.add(
          new double[] {
            found, (double) point.truePositives() / (point.truePositives() + point.falsePositives())
          });
    }
    double hits = recall.count();
    Map<String, CurvePicture> curves = new LinkedHashMap<>();
    curves.put(
        "roc.png",
        new CurvePicture(
            "ROC, held-out episodes",
            "false-positive rate",
            "recall",
            roc,
            new double[] {rate.rate(), recall.rate()},
            0));
    curves.put(
        "roc-corner.png",
        new CurvePicture(
            "ROC, its corner",
            "false-positive rate",
            "recall",
            roc,
            new double[] {rate.rate(), recall.rate()},
            0.9));
    curves.put(
        "precision-recall.png",
        new CurvePicture(
            "Precision and recall, held-out episodes",
            "recall",
            "precision",
            precision,
            new double[] {recall.rate(), hits / Math.max(1, hits + rate.count())},
            0));
    for (Map.Entry<String, CurvePicture> entry : curves.entrySet()) {
      entry.getValue().write(folder.resolve(entry.getKey()));
    }
    new MistakePictures(held, verdicts, rule).write(folder);
  }
}
