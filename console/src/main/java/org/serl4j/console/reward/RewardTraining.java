package org.serl4j.console.reward;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.SessionException;
import org.serl4j.hardware.Cell;
import org.serl4j.rewards.classifier.ClassifierConfig;
import org.serl4j.rewards.classifier.ClassifierTraining;
import org.serl4j.rewards.classifier.EpisodeSplit;
import org.serl4j.rewards.classifier.EpisodeSplit.Part;
import org.serl4j.rewards.classifier.LabelledFrames;
import org.serl4j.rewards.classifier.StateCondition;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.rewards.classifier.SuccessRule;

/** From a labelled data set to a classifier's file. */
public final class RewardTraining {
  private static final long ENCODER_STREAM = 3;

  private RewardTraining() {}

  /**
   * What an operator chooses.
   *
   * @param data the labelled data set
   * @param out the classifier's file
   * @param seed decides split, parameters and batches
   * @param config sizes and hyperparameters
   * @param falsePositiveRate that the threshold is chosen for, on the validation episodes
   * @param conditions on the state
   * @param holdSteps observations in a row that must look like success
   * @param hardExamples runs whose mistaken episodes are learned from too
   * @param cameras that the classifier looks through; empty for all of them
   */
  public record Wanted(
      Path data,
      Path out,
      long seed,
      ClassifierConfig config,
      double falsePositiveRate,
      List<StateCondition> conditions,
      int holdSteps,
      List<Path> hardExamples,
      List<String> cameras) {
    public Wanted {
      conditions = List.copyOf(conditions);
      hardExamples = List.copyOf(hardExamples);
      cameras = List.copyOf(cameras);
      requireRule(falsePositiveRate, holdSteps);
    }
  }

  /** Refuses what no rule can have, in the words of the command line; null is nothing to refuse. */
  static void requireRule(@Nullable Double falsePositiveRate, @Nullable Integer holdSteps) {
    if (falsePositiveRate != null && !(falsePositiveRate >= 0 && falsePositiveRate < 1)) {
      throw new IllegalArgumentException(
          "--false-positive-rate " + falsePositiveRate + ": from 0, below 1");
    }
    if (holdSteps != null && holdSteps < 1) {
      throw new IllegalArgumentException("--hold " + holdSteps + ": at least 1 step");
    }
  }

  /**
   * Trains, chooses the threshold, writes the file.
   *
   * @param environment of the task over the cell
   */
  public static SuccessClassifier train(
      Environment environment, Cell cell, Wanted wanted, Progress progress) throws IOException {
    NativeThreads.single();
    if (Files.exists(wanted.out())) {
      throw new SessionException(
          wanted.out() + " exists already: give another file with --out, or remove it");
    }
    RewardData all = RewardData.open(wanted.data(), environment, cell);
    List<String> cameras = wanted.cameras().isEmpty() ? all.spaces().cameras() : wanted.cameras();
    RewardData data = all.through(cameras);
    HardExamples hard = HardExamples.open(wanted.hardExamples(), environment, cell, cameras);
    EpisodeSplit split = data.split(wanted.seed());
    VectorLayout state = data.spaces().state();
    wanted.conditions().forEach(condition -> condition.index(state));
    long encoderSeed = RandomStreams.seed(wanted.seed(), ENCODER_STREAM);
    EncoderConfig copies = wanted.config().encoder();
    FeatureCalibration calibration;
    LabelledFrames training;
    List<Integer> learned = split.episodes(Part.TRAINING);
    try (FrameEncoder encoder = FrameEncoder.open(data.spaces(), copies, encoderSeed)) {
      calibration = encoder.calibrate(data.calibrationFrames(learned));
      training = data.encode(learned, encoder, copies, "training", progress);
      hard.encode(encoder, training, data.reader().episodes(), progress);
    }
    LabelledFrames validation = seen(data, split, Part.VALIDATION, copies, calibration, progress);
    LabelledFrames test = seen(data, split, Part.TEST, copies, calibration, progress);
    progress.say(
        "episodes: %d training (%d observations, %d of success), %d validation (%d, %d), %d held out (%d, %d)"
            .formatted(
                learned.size(),
                training.size(),
                training.positives(),
                split.episodes(Part.VALIDATION).size(),
                validation.size(),
                validation.positives(),
                split.episodes(Part.TEST).size(),
                test.size(),
                test.positives()));
    ClassifierTraining.Result result =
        new ClassifierTraining(
                wanted.config(),
                data.spaces().cameras().size(),
                training,
                validation,
                wanted.seed())
            .run(look -> show(look, wanted.config().steps(), progress));
    SuccessRule open =
        new SuccessRule(0, wanted.falsePositiveRate(), wanted.conditions(), wanted.holdSteps());
    SuccessClassifier classifier =
        new SuccessClassifier(
            data.scene(),
            wanted.config(),
            calibration,
            result.parameters(),
            open,
            new SuccessClassifier.Origin(
                data.reader().fingerprint(),
                wanted.data().toString(),
                wanted.seed(),
                result.step()));
    Verdicts validated = new Verdicts(classifier, open, validation, state).withChosenThreshold();
    SuccessRule rule = validated.rule();
    SuccessClassifier chosen = classifier.with(rule);
    Path parent = wanted.out().toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    chosen.save(wanted.out());
    progress.say("kept the parameters of step %d; %s".formatted(result.step(), rule.line()));
    say("validation", validated, progress);
    say("held-out episodes", new Verdicts(chosen, rule, test, state), progress);
    progress.say("classifier: " + wanted.out());
    return chosen;
  }

  /** A part of the data as the cameras saw it, not shifted. */
  static LabelledFrames seen(
      RewardData data,
      EpisodeSplit split,
      Part part,
      EncoderConfig config,
      FeatureCalibration calibration,
      Progress progress) {
    return seen(
        data,
        split.episodes(part),
        config,
        calibration,
        part.name().toLowerCase(Locale.ROOT),
        progress);
  }

  static LabelledFrames seen(
      RewardData data,
      List<Integer> episodes,
      EncoderConfig config,
      FeatureCalibration calibration,
      String what,
      Progress progress) {
    EncoderConfig one = config.withCopies(1);
    try (FrameEncoder encoder = FrameEncoder.open(data.spaces(), one, 0)) {
      encoder.useCalibration(calibration);
      return data.encode(episodes, encoder, one, what, progress);
    }
  }

  static void say(String what, Verdicts verdicts, Progress progress) {
    progress.say(what + ":");
    for (String line : verdicts.lines()) {
      progress.say("  " + line);
    }
  }

  private static void show(ClassifierTraining.Look look, int steps, Progress progress) {
    long nowNs = System.nanoTime();
    if (progress.due(nowNs)) {
      progress.show(
          nowNs,
          String.format(
              Locale.ROOT,
              "classifier: step %d of at most %d, loss %.4f, validation loss %.4f%s",
              look.step(),
              steps,
              look.trainingLoss(),
              look.validationLoss(),
              look.best() ? " (best)" : ""));
    }
  }
}
