package org.serl4j.console.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.intervention.CorrectionCounter;
import org.serl4j.agent.rlpd.UpdateReport;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.agent.roles.TrainingCheckpoint;
import org.serl4j.console.metrics.EventFileWriter;
import org.serl4j.console.metrics.MetricsCsv;
import org.serl4j.rewards.vice.ViceReport;

/**
 * What a training run tells of itself: {@code metrics.csv} with a row every hundred environment
 * steps, TensorBoard events with the same numbers and one entry an episode.
 */
final class TrainingLog implements EpisodeListener, AutoCloseable {
  static final int WINDOW = 20;
  private static final int ROW_STEPS = 100;
  private static final List<String> COLUMNS =
      List.of(
          "env_steps",
          "critic_updates",
          "wall_s",
          "robot_s",
          "env_steps_per_s",
          "updates_per_s",
          "episodes",
          "success_rate_20",
          "episode_return",
          "episode_steps",
          "critic_loss",
          "q",
          "target_q",
          "actor_loss",
          "temperature",
          "temperature_loss",
          "entropy",
          "grasp_loss",
          "grasp_q",
          "corrected_share_20",
          "corrections",
          "correction_steps");

  /** Only in runs with a learned reward. */
  private static final List<String> REWARD_COLUMNS =
      List.of("reward_probability", "false_rewards_20");

  /** Only in runs whose reward is learned while the policy is. */
  private static final List<String> VICE_COLUMNS =
      List.of(
          "vice_loss",
          "vice_penalty",
          "vice_rewarded",
          "vice_goal_probability",
          "vice_replay_probability");

  private final MetricsCsv csv;
  private final EventFileWriter events;
  private final EpisodeListener watcher;
  private final @Nullable DoubleSupplier rewardProbability;
  private final @Nullable Supplier<@Nullable ViceReport> vice;
  private final IntSupplier resetRetries;
  private int retriesBefore;
  private double highestProbability = Double.NaN;
  private final ArrayDeque<Episode> latest = new ArrayDeque<>();
  private final CorrectionCounter corrections = new CorrectionCounter(WINDOW);
  private int episodes;
  private int successesInARow;
  private long envSteps;
  private double lastWallSeconds;
  private long lastUpdates;

  /**
   * @param watcher sees every step too
   * @param rewardProbability what a learned reward says of the newest observation; null without one
   * @param vice what a reward that is learned meanwhile found last; null without one
   * @param resetRetries how often a routine of a reset had to be tried again so far
   * @param from the checkpoint from which the run goes on; null for a new run. What was logged
   *     after it is cut off.
   */
  TrainingLog(
      RunDirectory run,
      EpisodeListener watcher,
      @Nullable DoubleSupplier rewardProbability,
      @Nullable Supplier<@Nullable ViceReport> vice,
      IntSupplier resetRetries,
      TrainingCheckpoint.@Nullable Stored from) {
    this.watcher = watcher;
    this.rewardProbability = rewardProbability;
    this.vice = vice;
    this.resetRetries = resetRetries;
    List<String> columns = new ArrayList<>(COLUMNS);
    if (rewardProbability != null) {
      columns.addAll(REWARD_COLUMNS);
    }
    if (vice != null) {
      columns.addAll(VICE_COLUMNS);
    }
    try {
      if (from == null) {
        csv = MetricsCsv.open(run.metrics(), columns);
      } else {
        envSteps = from.counters().envSteps();
        csv = MetricsCsv.resume(run.metrics(), columns, (double) envSteps);
        EventFileWriter.cutBack(run.events(), envSteps);
        read(new DataInputStream(new ByteArrayInputStream(from.log())));
      }
      events = EventFileWriter.create(run.events(), Clock.systemUTC());
    } catch (IOException e) {
      throw new SessionException("cannot write metrics to " + run.folder() + ": " + e, e);
    }
  }

  /** What a resumed run needs to write the same rows. */
  byte[] saved() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(episodes);
    out.writeInt(successesInARow);
    out.writeDouble(lastWallSeconds);
    out.writeLong(lastUpdates);
    out.writeInt(latest.size());
    for (Episode episode : latest) {
      out.writeInt(episode.index());
      out.writeInt(episode.steps());
      out.writeDouble(episode.total());
      out.writeBoolean(episode.success());
      out.writeDouble(episode.seconds());
      out.writeUTF(episode.note());
    }
    corrections.write(out);
    return bytes.toByteArray();
  }

  /** Successes in a row that {@link #saved} noted. */
  static int successesInARow(byte[] saved) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
    in.readInt();
    return in.readInt();
  }

  /** Corrections that {@link #saved} noted. */
  static Corrections corrections(byte[] saved) throws IOException {
    ArrayDeque<Episode> skipped = new ArrayDeque<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
    in.skipNBytes(2 * Integer.BYTES + Double.BYTES + Long.BYTES);
    readEpisodes(in, skipped);
    CorrectionCounter counter = new CorrectionCounter(WINDOW);
    counter.read(in);
    return Corrections.of(counter);
  }

  /** Corrections until now. */
  Corrections corrections() {
    return Corrections.of(corrections);
  }

  private void read(DataInputStream in) throws IOException {
    episodes = in.readInt();
    successesInARow = in.readInt();
    lastWallSeconds = in.readDouble();
    lastUpdates = in.readLong();
    readEpisodes(in, latest);
    corrections.read(in);
  }

  private static void readEpisodes(DataInputStream in, ArrayDeque<Episode> into)
      throws IOException {
    int kept = in.readInt();
    for (int i = 0; i < kept; i++) {
      into.addLast(
          new Episode(
              in.readInt(),
              in.readInt(),
              in.readDouble(),
              in.readBoolean(),
              in.readDouble(),
              in.readUTF()));
    }
  }

  @Override
  public void begun(Observation first) {
    watcher.begun(first);
    highestProbability = Double.NaN;
  }

  @Override
  public void acting(ActedBy actedBy) {
    watcher.acting(actedBy);
    corrections.acted(actedBy);
  }

  @Override
  public void stepped(Observation before, Step step) {
    watcher.stepped(before, step);
    if (rewardProbability != null) {
      double now = rewardProbability.getAsDouble();
      highestProbability = highestProbability >= now ? highestProbability : now;
    }
  }

  @Override
  public void finished(Episode episode) {
    watcher.finished(episode);
    corrections.finished();
    episodes++;
    successesInARow = episode.success() ? successesInARow + 1 : 0;
    latest.addLast(episode);
    if (latest.size() > WINDOW) {
      latest.removeFirst();
    }
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("episode/return", episode.total());
    scalars.put("episode/steps", (double) episode.steps());
    scalars.put("episode/success", episode.success() ? 1.0 : 0.0);
    scalars.put("episode/success_rate_20", successRate());
    scalars.put("episode/corrected_share_20", corrections.share());
    // of the reset before this episode
    int retries = resetRetries.getAsInt();
    scalars.put("episode/reset_retries", (double) (retries - retriesBefore));
    retriesBefore = retries;
    if (rewardProbability != null) {
      scalars.put("episode/reward_probability", rewardProbability.getAsDouble());
      scalars.put("episode/highest_reward_probability", highestProbability);
      scalars.put("episode/false_rewards_20", falseRewards());
    }
    events.scalars(envSteps + 1, scalars); // the step that ends the episode is being made
  }

  /** Who acts, and how much was corrected: the end of the line of progress. */
  String control() {
    String share =
        Double.isNaN(corrections.share())
            ? ""
            : String.format(Locale.ROOT, ", %.0f %% corrected", 100 * corrections.share());
    return (corrections.newest() == ActedBy.HUMAN ? "  HUMAN" : "  POLICY") + share;
  }

  /** Success rate of the last 20 episodes, NaN before the first. */
  double successRate() {
    return latest.stream().mapToDouble(e -> e.success() ? 1 : 0).average().orElse(Double.NaN);
  }

  /** Share of the last 20 episodes that were rewarded without success, NaN before the first. */
  private double falseRewards() {
    return latest.stream()
        .mapToDouble(e -> e.total() > 0 && !e.success() ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  /** How many episodes {@link #successRate} speaks of. */
  int window() {
    return latest.size();
  }

  int successesInARow() {
    return successesInARow;
  }

  /** Notes that a step was made. */
  void stepped(
      long madeEnvSteps,
      double wallSeconds,
      double robotSeconds,
      long criticUpdates,
      @Nullable UpdateReport report) {
    envSteps = madeEnvSteps;
    if (madeEnvSteps % ROW_STEPS != 0) {
      return;
    }
    double passed = Math.max(1e-9, wallSeconds - lastWallSeconds);
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("env_steps", (double) madeEnvSteps);
    row.put("critic_updates", (double) criticUpdates);
    row.put("wall_s", wallSeconds);
    row.put("robot_s", robotSeconds);
    row.put("env_steps_per_s", ROW_STEPS / passed);
    row.put("updates_per_s", (criticUpdates - lastUpdates) / passed);
    row.put("episodes", (double) episodes);
    row.put("success_rate_20", successRate());
    row.put("episode_return", latest.stream().mapToDouble(Episode::total).average().orElse(0));
    row.put("episode_steps", latest.stream().mapToInt(Episode::steps).average().orElse(0));
    row.put("corrected_share_20", corrections.share());
    row.put("corrections", (double) corrections.corrections());
    row.put("correction_steps", corrections.meanSteps());
    if (rewardProbability != null) {
      row.put("reward_probability", rewardProbability.getAsDouble());
      row.put("false_rewards_20", falseRewards());
    }
    ViceReport learned = vice == null ? null : vice.get();
    if (learned != null) {
      row.put("vice_loss", learned.loss());
      row.put("vice_penalty", learned.penalty());
      row.put("vice_rewarded", learned.rewarded());
      row.put("vice_goal_probability", learned.goalProbability());
      row.put("vice_replay_probability", learned.replayProbability());
    }
    if (report != null) {
      row.put("critic_loss", report.criticLoss());
      row.put("q", report.value());
      row.put("target_q", report.target());
      row.put("actor_loss", report.actorLoss());
      row.put("temperature", report.temperature());
      row.put("temperature_loss", report.temperatureLoss());
      row.put("entropy", report.entropy());
      row.put("grasp_loss", report.graspLoss());
      row.put("grasp_q", report.graspValue());
    }
    csv.append(row);
    Map<String, Double> scalars = new LinkedHashMap<>();
    row.forEach((name, value) -> scalars.put("train/" + name, value));
    scalars.values().removeIf(value -> !Double.isFinite(value));
    events.scalars(madeEnvSteps, scalars);
    lastWallSeconds = wallSeconds;
    lastUpdates = criticUpdates;
  }

  @Override
  public void close() {
    events.close();
  }
}
