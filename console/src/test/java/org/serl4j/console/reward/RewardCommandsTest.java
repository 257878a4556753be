package org.serl4j.console.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Step;
import org.serl4j.console.Main;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.console.dataset.RecordedEpisode;
import org.serl4j.rewards.classifier.StateCondition;
import org.serl4j.rewards.classifier.SuccessClassifier;
import org.serl4j.rewards.classifier.SuccessRule;
import picocli.CommandLine;

/** Collect, train, report and a training run with the learned reward, on little data. */
class RewardCommandsTest {
  private static final Path HOME = Path.of("..");
  private static final String TASK = "peg-insertion";

  /** One round of all rehearsals. */
  private static final int EPISODES = 35;

  private static final int STEPS = 28;

  @TempDir private static Path folder = Path.of("");

  private static Path data = Path.of("");
  private static Path model = Path.of("");

  private record Said(int code, String out, String err) {
    private void assertRefused(String part) {
      assertEquals(1, err.lines().count(), err);
      assertTrue(err.startsWith("serl4j: ") && err.contains(part), err);
      assertTrue(code != 0);
    }
  }

  private static Said execute(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(HOME);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int code = line.execute(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  @BeforeAll
  static void collectAndTrain() {
    data = folder.resolve("data");
    model = folder.resolve("peg.reward");
    Said collected =
        execute(
            "reward",
            "collect",
            TASK,
            "--episodes",
            EPISODES,
            "--steps",
            STEPS,
            "--random-board",
            "--out",
            data);
    assertEquals(0, collected.code, collected.err);
    Said trained =
        execute(
            "reward",
            "train",
            TASK,
            "--data",
            data,
            "--out",
            model,
            "--steps",
            40,
            "--copies",
            2,
            "--learning-rate",
            0.001,
            "--hold",
            2);
    assertEquals(0, trained.code, trained.err);
    assertTrue(trained.out.contains("held-out episodes:"), trained.out);
  }

  /**
   * The peg is in where the end effector is within 10 mm of the target, 100 mm below the reset: so
   * the first observation of success is the first one deeper than 90 mm, not its neighbour.
   */
  @Test
  void shouldLabelTheObservationThatShowsSuccess() {
    DatasetReader reader = DatasetReader.open(data);
    Slice position = reader.description().spaces().state().slice("tcp_pose_position");
    int flips = 0;
    for (int e = 0; e < reader.episodes(); e++) {
      RecordedEpisode episode = reader.episode(e);
      boolean[] labels = reader.successes(e);
      for (int t = 1; t < labels.length; t++) {
        Step step = episode.steps().get(t);
        assertEquals(step.success(), labels[t]);
        double now = step.observation().state()[position.to() - 1];
        double before = episode.before(t).state()[position.to() - 1];
        if (labels[t] && !labels[t - 1]) {
          assertTrue(now > 0.089, "episode %d step %d: %f".formatted(e, t, now));
          assertTrue(before < 0.091, "episode %d step %d: %f before".formatted(e, t, before));
          flips++;
        }
      }
    }
    assertTrue(flips >= 5, () -> "few insertions");
  }

  @Test
  void shouldRehearseEverything() {
    DatasetReader reader = DatasetReader.open(data);
    TreeSet<String> names = new TreeSet<>();
    for (int e = 0; e < reader.episodes(); e++) {
      names.add(reader.note(e));
    }
    assertEquals(
        new TreeSet<>(
            List.of(
                "insert and stay",
                "insert and withdraw",
                "just in",
                "nearly in",
                "half in",
                "press beside",
                "press at the edge",
                "press twisted",
                "hover above the hole",
                "hover beside",
                "stop short",
                "wander")),
        names);
  }

  @Test
  void shouldReportInNumbersAndPicturesAndStoreTheRule() throws IOException {
    Path copy = folder.resolve("report.reward");
    Files.copy(model, copy);
    Path pictures = folder.resolve("pictures");
    Said said =
        execute(
            "reward",
            "report",
            TASK,
            "--classifier",
            copy,
            "--false-positive-rate",
            0.05,
            "--condition",
            "tcp_pose_position[2]>=0.05",
            "--hold",
            3,
            "--out",
            pictures);
    assertEquals(0, said.code, said.err);
    assertTrue(said.out.contains("false-positive rate: "), said.out);
    assertTrue(said.out.contains(" of 28 failures taken for success, "), said.out);
    for (String picture : List.of("roc.png", "roc-corner.png", "precision-recall.png")) {
      assertNotNull(ImageIO.read(pictures.resolve(picture).toFile()), picture);
    }
    SuccessClassifier stored = SuccessClassifier.load(copy);
    assertEquals(0.05, stored.rule().falsePositiveRate());
    assertEquals(3, stored.rule().holdSteps());
    assertEquals(
        List.of(StateCondition.of("tcp_pose_position[2]>=0.05")), stored.rule().conditions());
  }

  @Test
  void shouldTrainAndReportThroughOneCamera() throws IOException {
    Object[] train = {"reward", "train", TASK, "--data", data, "--steps", 10, "--copies", 1};
    Path one = folder.resolve("one-camera.reward");
    assertEquals(0, execute(with(train, "--out", one, "--cameras", "wrist_2")).code);
    assertEquals(List.of("wrist_2"), SuccessClassifier.load(one).scene().names());
    Said said =
        execute("reward", "report", TASK, "--classifier", one, "--out", folder.resolve("one"));
    assertEquals(0, said.code, said.err);
    Path none = folder.resolve("no-camera.reward");
    execute(with(train, "--out", none, "--cameras", "front"))
        .assertRefused("camera front: one of wrist_1, wrist_2");
    assertFalse(Files.exists(none));
  }

  @Test
  void shouldRefuseToTestOnWhatItLearnedFrom() {
    execute("reward", "report", TASK, "--classifier", model, "--test", data)
        .assertRefused("give another data set with --test");
  }

  @Test
  void shouldTrainAPolicyWithTheLearnedRewardAndGoOnWithIt() throws IOException {
    Path run = folder.resolve("run");
    Object[] small = {
      "--demo-episodes",
      1,
      "--env-steps",
      100,
      "--start-after",
      90,
      "--learner-steps",
      0.05,
      "--evaluation-episodes",
      1,
      "--config",
      "batch=16",
      "--config",
      "critics=2"
    };
    Object[] all =
        Stream.concat(Stream.of("train", TASK, "--reward", model, "--run", run), Stream.of(small))
            .toArray();
    Said trained = execute(all);
    assertEquals(0, trained.code, trained.err);
    assertTrue(trained.out.contains("reward: " + model), trained.out);
    List<String> metrics = Files.readAllLines(run.resolve("metrics.csv"));
    assertTrue(metrics.get(0).endsWith("reward_probability,false_rewards_20"), metrics.get(0));
    String[] cells = metrics.get(1).split(",", -1);
    double probability = Double.parseDouble(cells[cells.length - 2]);
    assertTrue(probability >= 0 && probability <= 1, () -> "probability " + probability);
    Said longer = execute("train", "--resume", run, "--env-steps", 110);
    assertEquals(0, longer.code, longer.err);
    assertTrue(longer.out.contains("reward: " + run.resolve("success.reward")), longer.out);
  }

  /**
   * A classifier that takes everything for success once 20 steps have passed: the expert's
   * demonstrations are in the hole by then, a policy that knows nothing is not.
   */
  @Test
  void shouldKeepFalseRewardsAndLearnFromThemInTheNextRound() throws IOException {
    Path blind = folder.resolve("blind.reward");
    SuccessClassifier.load(model).with(new SuccessRule(-1000, 0.01, List.of(), 20)).save(blind);
    Path run = folder.resolve("blind-run");
    Object[] all = {
      "train",
      TASK,
      "--reward",
      blind,
      "--run",
      run,
      "--missed-successes",
      "--demo-episodes",
      1,
      "--env-steps",
      45,
      "--start-after",
      1000,
      "--evaluation-episodes",
      0,
      "--checkpoint-minutes",
      0,
      "--config",
      "batch=16",
      "--config",
      "critics=2"
    };
    Said trained = execute(all);
    assertEquals(0, trained.code, trained.err);
    assertTrue(trained.out.contains("rewarded 2 episodes without success"), trained.out);
    Path wrong = run.resolve("false-rewards");
    DatasetReader reader = DatasetReader.open(wrong.resolve("episode-000001"));
    assertEquals(20, reader.steps());
    for (boolean success : reader.successes(0)) {
      assertFalse(success);
    }
    assertEquals(0, execute("dataset", "check", wrong.resolve("episode-000000")).code);

    assertEquals(0, execute("train", "--resume", run, "--env-steps", 65).code);
    assertTrue(Files.isDirectory(wrong.resolve("episode-000000")));
    assertTrue(Files.isDirectory(wrong.resolve("episode-000002")));

    Object[] next = {
      "reward", "train", TASK, "--data", data, "--steps", 10, "--copies", 1,
    };
    Path better = folder.resolve("better.reward");
    Said again = execute(with(next, "--out", better, "--hard-examples", run));
    assertEquals(0, again.code, again.err);
    assertTrue(
        again.out.contains(
            "hard examples: 3 episodes from %s, rewarded without success (60 observations, 0 of success)"
                .formatted(run)),
        again.out);
    Said without = execute(with(next, "--out", folder.resolve("without.reward")));
    assertEquals(
        heldOut(without), heldOut(again), "hard examples neither validate nor are held out");
    execute(with(next, "--out", folder.resolve("never.reward"), "--hard-examples", data))
        .assertRefused("is not a run");
    execute("reward", "flag", run, "--episode", 0)
        .assertRefused("has kept no rewarded episode 0: it keeps the newest ones");
    execute("train", TASK, "--keep-rewarded", 3).assertRefused("go with --reward FILE");
  }

  private static Object[] with(Object[] first, Object... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray();
  }

  /** How many observations validate and are held out. */
  private static String heldOut(Said said) {
    String line = said.out.lines().filter(l -> l.startsWith("episodes: ")).findFirst().orElse("");
    assertTrue(line.contains(" held out ("), said.out);
    return line.substring(line.indexOf(" validation ") - 3);
  }

  /** A classifier that ends every demonstration after 30 steps, with the peg in its hole. */
  @Test
  void shouldTakeDemonstrationsThatWereRecordedUnderItsReward() throws IOException {
    Path blind = folder.resolve("patient.reward");
    SuccessClassifier.load(model).with(new SuccessRule(-1000, 0.01, List.of(), 30)).save(blind);
    Path demos = folder.resolve("rewarded-demos");
    Said recorded = execute("record", TASK, "--reward", blind, "--episodes", 1, "--out", demos);
    assertEquals(0, recorded.code, recorded.err);
    assertEquals(30, DatasetReader.open(demos).steps());

    Object[] train = {"train", TASK, "--demos", demos, "--env-steps", 20, "--start-after", 1000};
    Object[] brief =
        with(train, "--evaluation-episodes", 0, "--config", "batch=16", "--config", "critics=2");
    Path run = folder.resolve("run-with-demos");
    Said trained = execute(with(brief, "--run", run, "--reward", blind));
    assertEquals(0, trained.code, trained.err);
    assertTrue(trained.out.contains("training: 30 demonstrated transitions"), trained.out);

    Path never = folder.resolve("never-run");
    execute(with(brief, "--run", never))
        .assertRefused("the task's own reward with --demos: demonstrations carry the reward");
    execute(with(brief, "--run", never, "--reward", model))
        .assertRefused("has another classifier's: leave --demos out, or record them");
    assertFalse(Files.exists(never));
  }

  @Test
  void shouldRefuseALearnedRewardWithOthersDemonstrationsOrAnotherCell() throws IOException {
    execute("train", TASK, "--reward", model, "--demos", data)
        .assertRefused("--reward with --demos: demonstrations carry the reward");
    execute("train", TASK, "--reward", model, "--algorithm", "bc")
        .assertRefused("--reward goes with --algorithm rlpd or residual");
    Path run = folder.resolve("refused");
    execute("train", TASK, "--reward", folder.resolve("none.reward"), "--run", run)
        .assertRefused("cannot read the classifier");
    execute("train", TASK, "--reward", model, "--cell", croppedCell(), "--run", run)
        .assertRefused("does not fit: it was trained for view of camera wrist_1");
    assertFalse(Files.exists(run));
  }

  private static Path croppedCell() throws IOException {
    String cell = Files.readString(HOME.resolve("hardware-config/cells/sim.yaml"));
    Path cropped = folder.resolve("cropped.yaml");
    Files.writeString(
        cropped,
        cell.replaceFirst(
            "crop: \\{x: 0, y: 0, width: 128, height: 128}",
            "crop: {x: 8, y: 8, width: 112, height: 112}"));
    return cropped;
  }

  @Test
  void shouldRefuseDataThatAreMissingDamagedOfAnotherCropOrOfOneClass() throws IOException {
    Path out = folder.resolve("never.reward");
    execute("reward", "train", TASK, "--data", folder.resolve("nowhere"), "--out", out)
        .assertRefused("there is no data set");
    execute("reward", "train", TASK, "--data", data, "--cell", croppedCell(), "--out", out)
        .assertRefused("crop and resize of the cameras");
    execute("reward", "train", TASK, "--data", data, "--out", model)
        .assertRefused("exists already");
    Path brief = folder.resolve("short");
    assertEquals(
        0, execute("reward", "collect", TASK, "--episodes", 6, "--steps", 2, "--out", brief).code);
    execute("reward", "train", TASK, "--data", brief, "--out", out)
        .assertRefused("has 0 observations of success and 12 of failure, and needs both");
    Path video;
    try (Stream<Path> tree = Files.walk(brief)) {
      video = tree.filter(file -> file.toString().endsWith(".mp4")).findFirst().orElseThrow();
    }
    Path damaged = copy(data, folder.resolve("damaged"));
    Files.copy(
        video, damaged.resolve(brief.relativize(video)), StandardCopyOption.REPLACE_EXISTING);
    execute("reward", "train", TASK, "--data", damaged, "--out", out).assertRefused("its episode");
    assertFalse(Files.exists(out));
  }

  private static Path copy(Path from, Path to) throws IOException {
    List<Path> tree;
    try (Stream<Path> walk = Files.walk(from)) {
      tree = walk.toList();
    }
    for (Path path : tree) {
      Files.copy(path, to.resolve(from.relativize(path)));
    }
    return to;
  }

  @Test
  void shouldRefuseWhatItDoesNotUnderstand() {
    assertEquals(2, execute("reward").code);
    execute("reward").assertRefused("say what to do with a reward");
    execute("reward", "collect", TASK, "--episodes", 0).assertRefused("--episodes 0: at least 1");
    execute("reward", "collect", TASK, "--out", data).assertRefused("exists already");
    execute("reward", "collect", TASK, "--by", "cat")
        .assertRefused("--by cat: one of expert, keyboard, gamepad, spacemouse");
    execute("reward", "train", TASK, "--hold", 0).assertRefused("--hold 0: at least 1 step");
    execute("reward", "train", TASK, "--condition", "deep").assertRefused("is not of the form");
    execute("reward", "train", TASK, "--data", data, "--condition", "depth>=1")
        .assertRefused("no slice 'depth'");
    execute("reward", "train", TASK, "--false-positive-rate", 1)
        .assertRefused("--false-positive-rate 1.0: from 0, below 1");
    execute("reward", "report", TASK, "--classifier", folder.resolve("none.reward"))
        .assertRefused("cannot read the classifier");
  }
}
