package org.serl4j.console.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskOptions;

/**
 * Two policies in turn on the same scenes. Which of them is called A, and who begins in a scene, is
 * drawn at random; until the last episode is over nobody is told who is who, so that whoever
 * watches, or resets a real bench by hand, cannot favour one.
 */
public final class BlindComparison {
  /** Draws the names and the order; apart from the scenes. */
  private static final long BLIND_STREAM = 8;

  private static final String A = "A";
  private static final String B = "B";

  private final RunDirectory first;
  private final RunDirectory second;
  private final Cell cell;
  private final boolean randomBoard;
  private final @Nullable Path classifier;
  private final Progress progress;

  /**
   * @param second of the same task and with the same observations and actions
   * @param cell over which both are examined
   * @param randomBoard whether the fixtures stand elsewhere in every scene
   * @param classifier judges both; null for the task itself
   * @throws SessionException if they learned different tasks
   */
  public BlindComparison(
      RunDirectory first,
      RunDirectory second,
      Cell cell,
      boolean randomBoard,
      @Nullable Path classifier,
      Progress progress) {
    String task = first.facts().task();
    String other = second.facts().task();
    if (!task.equals(other)) {
      throw new SessionException(
          "%s learned %s, %s learned %s: only policies of one task can be compared"
              .formatted(first.folder(), task, second.folder(), other));
    }
    this.first = first;
    this.second = second;
    this.cell = cell;
    this.randomBoard = randomBoard;
    this.classifier = classifier;
    this.progress = progress;
  }

  /** One policy under its hidden name. */
  private record Candidate(String label, Actor actor, List<Episode> finished) {
    long successes() {
      return finished.stream().filter(Episode::success).count();
    }
  }

  /**
   * Runs the pairs.
   *
   * @param pairs episodes of each policy
   * @param home the program's folder, whose commit is noted
   * @throws SessionException if one was trained with other cameras than the cell's
   * @throws IOException if a scene cannot be unpacked
   */
  public PolicyComparison run(int pairs, long seed, Actor.Mode mode, Path home) throws IOException {
    String task = first.facts().task();
    first.requireViews(cell);
    second.requireViews(cell);
    OpenTask open =
        LearnedReward.open(
            task,
            cell,
            TaskOptions.fastest(cell, randomBoard),
            classifier,
            LearnedReward.CLASSIFIER_REMEDY);
    try (Environment environment = open.environment()) {
      Spaces spaces = environment.spaces();
      RlpdAgent one = first.agent(spaces);
      RlpdAgent two = second.agent(spaces);
      SplittableRandom blind = RandomStreams.of(seed, BLIND_STREAM);
      boolean firstIsA = blind.nextBoolean();
      try (FrameEncoder encoderOfOne = EvaluationSession.encoder(environment, one);
          FrameEncoder encoderOfTwo = EvaluationSession.encoder(environment, two)) {
        Candidate ours = candidate(firstIsA ? A : B, environment, encoderOfOne, one, mode, seed);
        Candidate theirs = candidate(firstIsA ? B : A, environment, encoderOfTwo, two, mode, seed);
        play(firstIsA ? ours : theirs, firstIsA ? theirs : ours, pairs, blind);
        return PolicyComparison.of(
            new PolicyComparison.Contest(
                task, seed, first.folder().toString(), second.folder().toString()),
            ours.label,
            ours.finished,
            theirs.finished,
            ProgramVersion.commit(home));
      }
    }
  }

  private static Candidate candidate(
      String label,
      Environment environment,
      FrameEncoder encoder,
      RlpdAgent agent,
      Actor.Mode mode,
      long seed) {
    List<Episode> finished = new ArrayList<>();
    EpisodeListener counter =
        new EpisodeListener() {
          @Override
          public void finished(Episode episode) {
            finished.add(episode);
          }
        };
    return new Candidate(
        label, EvaluationSession.actor(environment, encoder, agent, mode, seed, counter), finished);
  }

  private void play(Candidate a, Candidate b, int pairs, SplittableRandom blind) {
    long startNs = System.nanoTime();
    for (int pair = 1; pair <= pairs; pair++) {
      boolean aBegins = blind.nextBoolean();
      (aBegins ? a : b).actor.finishEpisode();
      (aBegins ? b : a).actor.finishEpisode();
      EvaluationSession.report(
          progress,
          startNs,
          "pairs",
          pair,
          pairs,
          "A %d and B %d successes".formatted(a.successes(), b.successes()));
    }
  }

  /**
   * Writes the result into the first run.
   *
   * @throws SessionException if it cannot be written
   */
  public void save(PolicyComparison result) {
    try {
      first.writeJson(PolicyComparison.FILE, result);
    } catch (IOException e) {
      throw new SessionException(
          "cannot write %s into %s: %s"
              .formatted(PolicyComparison.FILE, first.folder(), e.getMessage()),
          e);
    }
  }
}
