package org.serl4j.console.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.perturbation.Perturbation;
import org.serl4j.tasks.perturbation.PerturbationKind;
import org.serl4j.tasks.perturbation.PerturbedEnvironment;

/**
 * Runs a policy once as it is and once for each kind of perturbation, over the same scenes. An
 * episode that a fault ends counts as a failure like any other.
 */
public final class PerturbationSession {
  /** Of each kind: what people want to watch. */
  private static final int FILMED_RECOVERIES = 3;

  private final OpenTask open;
  private final RlpdAgent agent;
  private final Actor.Mode mode;
  private final int episodes;
  private final long seed;
  private final @Nullable Path films;
  private final Progress progress;

  /**
   * @param agent its latest policy is used
   * @param episodes of each kind
   * @param films folder for films of episodes that succeeded although they were perturbed; null for
   *     none
   */
  public PerturbationSession(
      OpenTask open,
      RlpdAgent agent,
      Actor.Mode mode,
      int episodes,
      long seed,
      @Nullable Path films,
      Progress progress) {
    this.open = open;
    this.agent = agent;
    this.mode = mode;
    this.episodes = episodes;
    this.seed = seed;
    this.films = films;
    this.progress = progress;
  }

  /**
   * Runs every kind.
   *
   * @param home the program's folder, whose commit is noted
   * @throws IllegalArgumentException if the task does not offer what one of them needs
   */
  public PerturbedEvaluation run(List<PerturbationKind> kinds, Path home) {
    String task = open.environment().task();
    for (PerturbationKind kind : kinds) {
      PerturbedEnvironment.require(task, kind, open.tampering());
    }
    List<PerturbedEvaluation.Row> rows = new ArrayList<>();
    List<Episode> perturbed = new ArrayList<>();
    rows.add(row(PerturbedEvaluation.NONE, new Watch(open, null, null)));
    for (PerturbationKind kind : kinds) {
      PerturbedEnvironment environment =
          new PerturbedEnvironment(open.environment(), kind, open.tampering());
      Watch watch = new Watch(open.behind(environment), environment, films);
      rows.add(row(kind.words(), watch));
      perturbed.addAll(watch.finished);
    }
    return new PerturbedEvaluation(
        task, seed, rows, Evaluation.of(perturbed), ProgramVersion.commit(home));
  }

  /**
   * Writes the result into the run.
   *
   * @throws SessionException if it cannot be written
   */
  public static void save(PerturbedEvaluation result, RunDirectory run) {
    try {
      run.writeJson(PerturbedEvaluation.FILE, result);
    } catch (IOException e) {
      throw new SessionException(
          "cannot write %s into %s: %s"
              .formatted(PerturbedEvaluation.FILE, run.folder(), e.getMessage()),
          e);
    }
  }

  private PerturbedEvaluation.Row row(String name, Watch watch) {
    try (watch) {
      EvaluationSession.play(watch.open, agent, mode, episodes, seed, watch, name, progress);
    }
    Evaluation evaluation = Evaluation.of(watch.finished);
    progress.say(name + ": " + evaluation.line());
    return new PerturbedEvaluation.Row(
        name, watch.struck, watch.recovered, watch.faults, evaluation);
  }

  /** Counts what becomes of one kind's episodes, and films the first recoveries. */
  private static final class Watch implements EpisodeListener, AutoCloseable {
    private final OpenTask open;
    private final @Nullable PerturbedEnvironment perturbing;
    private final KeptFilms films;
    private final List<Episode> finished = new ArrayList<>();
    private int steps;
    private int struck;
    private int recovered;
    private int faults;

    /**
     * @param open the task with its perturbation
     * @param perturbing the same task's environment; null for none
     * @param films null for no films
     */
    Watch(OpenTask open, @Nullable PerturbedEnvironment perturbing, @Nullable Path films) {
      this.open = open;
      this.perturbing = perturbing;
      this.films = new KeptFilms(open, films, FILMED_RECOVERIES);
    }

    @Override
    public void begun(Observation first) {
      steps = 0;
      films.begin("%s-%03d".formatted(kind(), finished.size() + 1));
    }

    private String kind() {
      return perturbing == null ? PerturbedEvaluation.NONE : perturbing.kind().words();
    }

    @Override
    public void stepped(Observation before, Step step) {
      films.add(before, caption(step));
      steps++;
      Environment task = open.environment();
      if (step.truncated() && steps < task.maxEpisodeSteps()) {
        faults++;
      }
    }

    private String caption(Step step) {
      Optional<Perturbation> what =
          perturbing == null ? Optional.empty() : perturbing.perturbation();
      return String.format(
          Locale.ROOT,
          "step %d   %s%s",
          steps,
          what.map(Perturbation::words).orElse(""),
          step.success() ? "   success" : "");
    }

    @Override
    public void finished(Episode episode) {
      finished.add(episode);
      boolean hit = perturbing != null && perturbing.struck();
      struck += hit ? 1 : 0;
      recovered += hit && episode.success() ? 1 : 0;
      films.end(hit && episode.success());
    }

    @Override
    public void close() {
      films.close();
    }
  }
}
