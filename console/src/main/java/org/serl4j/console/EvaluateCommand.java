package org.serl4j.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.roles.Actor;
import org.serl4j.console.session.BlindComparison;
import org.serl4j.console.session.Evaluation;
import org.serl4j.console.session.EvaluationSession;
import org.serl4j.console.session.LearnedReward;
import org.serl4j.console.session.PerturbationSession;
import org.serl4j.console.session.PerturbedEvaluation;
import org.serl4j.console.session.PolicyComparison;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.RunDirectory;
import org.serl4j.console.session.TerminalAttendant;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.OpenTask;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.TaskOptions;
import org.serl4j.tasks.perturbation.PerturbationKind;
import org.serl4j.tasks.perturbation.PerturbedEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How good a run's policy is: as it is, when something goes wrong, against another one. */
@Command(
    name = "evaluate",
    description = "Evaluate the policy of a run.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class EvaluateCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RUN", description = "Directory of the run.")
  private Path run = Path.of("");

  @Option(names = "--episodes", paramLabel = "N", description = "Episodes to run.")
  private int episodes = 100;

  @Option(names = "--seed", paramLabel = "S", description = "Of the scenes (default: the run's).")
  private @Nullable Long seed;

  @Option(
      names = "--random-board",
      description = "Put the board elsewhere in every episode (default: as the run trained).")
  private boolean randomBoard;

  @Option(names = "--stochastic", description = "Draw actions as in training.")
  private boolean stochastic;

  @Option(
      names = "--film",
      paramLabel = "FILE",
      description = "Film the first five episodes (MP4).")
  private @Nullable Path film;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Option(
      names = "--perturb",
      paramLabel = "NAME",
      arity = "0..1",
      split = ",",
      fallbackValue = "all",
      description =
          "Run the episodes once as they are and once for each kind of trouble: all, or some of"
              + " board-shift, push, occlusion, over-exposure, regrasp-offset, with commas.")
  private @Nullable List<String> perturb;

  @Option(
      names = "--video",
      paramLabel = "DIR",
      description =
          "Film the first ten failures or, with --perturb, the first three recoveries of each kind"
              + " (MP4).")
  private @Nullable Path video;

  @Option(
      names = "--against",
      paramLabel = "RUN2",
      description = "Compare with another run's policy: the same scenes, in turn, names hidden.")
  private @Nullable Path against;

  @Option(
      names = "--cell",
      paramLabel = "FILE",
      description = "Another cell than the run's: a real bench, say.")
  private @Nullable Path cell;

  @Option(
      names = "--reward",
      paramLabel = "FILE",
      description =
          "A success classifier that judges and ends episodes (default: the task itself; on a bench"
              + " that cannot tell success, the run's own classifier).")
  private @Nullable Path reward;

  private final Path home;

  EvaluateCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    check();
    RunDirectory directory = RunDirectory.open(run);
    RunDirectory.Facts facts = directory.facts();
    NativeThreads.single();
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = json ? Progress.silent() : Progress.to(out);
    Cell bench = Cell.read(cell == null ? directory.cell() : cell);
    directory.requireViews(bench);
    boolean elsewhere =
        randomBoard || (facts.randomBoard() && bench.arm().kind() == ArmKind.MUJOCO);
    long scenes = seed == null ? facts.seed() : seed;
    Actor.Mode mode = stochastic ? Actor.Mode.SAMPLED : Actor.Mode.DETERMINISTIC;
    if (against != null) {
      compare(directory, RunDirectory.open(against), bench, elsewhere, scenes, mode, progress);
      return 0;
    }
    OpenTask bare =
        LearnedReward.open(
            facts.task(),
            bench,
            TaskOptions.fastest(bench, elsewhere),
            judge(directory, bench),
            LearnedReward.CLASSIFIER_REMEDY);
    List<PerturbationKind> kinds =
        kinds(kind -> PerturbedEnvironment.offers(kind, bare.tampering()));
    OpenTask open = json ? bare : TerminalAttendant.attending(bare, progress);
    try (Environment environment = open.environment()) {
      RlpdAgent agent = directory.agent(environment.spaces());
      if (kinds.isEmpty()) {
        Evaluation evaluation =
            EvaluationSession.run(
                open,
                agent,
                mode,
                episodes,
                scenes,
                new EvaluationSession.Films(film, video),
                progress);
        tell(evaluation, List.of("evaluation: " + evaluation.line()), progress);
      } else {
        PerturbedEvaluation result =
            new PerturbationSession(open, agent, mode, episodes, scenes, video, progress)
                .run(kinds, home);
        PerturbationSession.save(result, directory);
        tell(result, result.lines(), progress);
      }
      progress.say(open.report().get());
    }
    return 0;
  }

  /** What can be told before anything is opened. */
  private void check() {
    if (episodes < 1) {
      throw refusal("--episodes " + episodes + ": at least 1");
    } else if (perturb != null && against != null) {
      throw refusal("--perturb and --against do not go together: choose one");
    } else if (video != null && against != null) {
      throw refusal("--video goes with one policy: leave out --against");
    } else if (film != null && (perturb != null || against != null)) {
      throw refusal("--film goes with plain episodes; --perturb has --video DIR");
    }
    try {
      kinds(kind -> true);
    } catch (IllegalArgumentException e) {
      throw refusal(String.valueOf(e.getMessage()));
    }
  }

  /** The kinds of perturbation that are asked for, {@code all} being those on offer. */
  private List<PerturbationKind> kinds(Predicate<PerturbationKind> offered) {
    return perturb == null ? List.of() : PerturbationKind.named(perturb, offered);
  }

  private CommandLine.ParameterException refusal(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  /** Who judges in the task's place; null for nobody. */
  private @Nullable Path judge(RunDirectory directory, Cell bench) {
    boolean told = new TaskCatalogue().measuresSuccess(directory.facts().task(), bench);
    return reward != null || told ? reward : directory.classifier();
  }

  private void compare(
      RunDirectory one,
      RunDirectory other,
      Cell bench,
      boolean elsewhere,
      long scenes,
      Actor.Mode mode,
      Progress progress)
      throws IOException {
    BlindComparison comparison =
        new BlindComparison(one, other, bench, elsewhere, judge(one, bench), progress);
    PolicyComparison result = comparison.run(episodes, scenes, mode, home);
    comparison.save(result);
    tell(result, result.lines(), progress);
  }

  private void tell(Object result, List<String> lines, Progress progress) throws IOException {
    if (json) {
      spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(result));
    } else {
      lines.forEach(progress::say);
    }
  }
}
