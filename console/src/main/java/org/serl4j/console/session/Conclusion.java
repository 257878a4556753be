package org.serl4j.console.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.roles.Actor;
import org.serl4j.agent.roles.TrainingCounters;
import org.serl4j.tasks.OpenTask;

/**
 * The end of a run: its policy is evaluated, its summary written.
 *
 * @param options of the run
 * @param config its hyperparameters
 * @param home the program's folder, whose commit is noted
 */
record Conclusion(TrainOptions options, RlpdConfig config, Path home, Progress progress) {

  /** What training led to. */
  record Trained(RlpdAgent agent, TrainingCounters counters, Corrections corrections) {}

  /**
   * Evaluates and writes the summary.
   *
   * @param wallSeconds of all sessions until now, demonstrations included
   */
  Summary of(OpenTask open, RunDirectory run, Trained made, double wallSeconds) throws IOException {
    long beginNs = System.nanoTime();
    Path film = options.evaluationEpisodes() == 0 ? null : run.film();
    Evaluation evaluation = evaluate(open, made.agent, Actor.Mode.DETERMINISTIC, film);
    Evaluation sampled = evaluate(open, made.agent, Actor.Mode.SAMPLED, null);
    Summary summary =
        new Summary(
            options.task(),
            options.seed(),
            made.counters.envSteps(),
            made.agent.updates(),
            wallSeconds + (System.nanoTime() - beginNs) * 1e-9,
            made.counters.robotSeconds(),
            made.corrections,
            evaluation,
            sampled,
            ProgramVersion.commit(home),
            chosen());
    run.writeJson(Summary.FILE, summary);
    progress.say("evaluation: " + evaluation.line());
    progress.say("the same with sampled actions: " + sampled.line());
    if (Files.exists(run.film())) {
      progress.say("film of the first episodes: " + run.film());
    }
    progress.say("watch the policy: ./serl4j view " + run.folder());
    return summary;
  }

  private Evaluation evaluate(
      OpenTask open, RlpdAgent agent, Actor.Mode mode, @Nullable Path film) {
    return EvaluationSession.run(
        open,
        agent,
        mode,
        options.evaluationEpisodes(),
        options.seed(),
        new EvaluationSession.Films(film, null),
        progress);
  }

  private Map<String, Object> chosen() {
    Map<String, Object> chosen = new LinkedHashMap<>();
    chosen.put("envSteps", options.envSteps());
    chosen.put("minutes", Double.isFinite(options.minutes()) ? options.minutes() : "unlimited");
    chosen.put("demos", describe(options.demos()));
    chosen.put("demoEpisodes", options.demoEpisodes());
    chosen.put("cell", options.cell().getFileName().toString());
    chosen.put("mode", options.realtime() ? "realtime" : "lock-step");
    chosen.put("randomBoard", options.randomBoard());
    chosen.put("learnerSteps", options.learnerSteps());
    chosen.put("startAfter", options.startAfter());
    chosen.put("untilSuccesses", options.untilSuccesses());
    chosen.put("operator", options.operator());
    chosen.put(
        "reward",
        options.vice() != null
            ? options.vice().config()
            : options.reward() == null ? "the task's own" : "learned");
    chosen.put("evaluationEpisodes", options.evaluationEpisodes());
    chosen.put("agent", config);
    return chosen;
  }

  private static String describe(@Nullable Path demos) {
    return demos == null ? "recorded first" : demos.toString();
  }
}
