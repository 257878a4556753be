package org.serl4j.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.serl4j.console.session.CubeLiftCurve;
import org.serl4j.console.session.EncodeOnceComparison;
import org.serl4j.console.session.PendulumYardstick;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.TrainOptions;
import org.serl4j.console.session.TrainSession;

/**
 * A result of docs/results.md that can be repeated. A new one is a class of its own and a line in
 * {@link #all}.
 */
interface Reproduction {
  /** What is trained where nothing else is said. */
  String TASK = "peg-insertion";

  /**
   * What the operator chose.
   *
   * @param cell file of the cell for {@link #TASK}
   * @param home the program's folder
   * @param seed of the run, or the first of them
   * @param seeds how many, one after the other, where the result is one of several seeds
   * @param run directory for what is made; null for the default
   * @param progress tells how far it is, and prints the rows for docs/results.md
   */
  record Choice(
      Path cell, Path home, long seed, int seeds, @Nullable Path run, Progress progress) {}

  /** What it repeats and how long that takes, in a few words. */
  String about();

  /**
   * Repeats it and prints its rows.
   *
   * @throws IOException if files cannot be written
   */
  void repeat(Choice choice) throws IOException;

  /** Every result by its name. */
  static Map<String, Reproduction> all() {
    Map<String, Reproduction> all = new TreeMap<>();
    all.put("cube-lift", new CubeLiftReproduction());
    all.put("cube-lift-as-serl", new CubeLiftAsSerlReproduction());
    all.put("encode-once", new EncodeOnceReproduction());
    all.put("peg-insertion", new PegInsertionReproduction());
    all.put("resume", new ResumeReproduction());
    all.put("pendulum", new PendulumReproduction());
    return all;
  }

  /** A whole training run with the defaults. */
  final class PegInsertionReproduction implements Reproduction {
    @Override
    public String about() {
      return "about 25 minutes on two cores";
    }

    @Override
    public void repeat(Choice choice) throws IOException {
      TrainOptions options =
          TrainOptions.defaults(TASK, choice.seed, choice.cell, choice.run, Map.of());
      Progress progress = choice.progress;
      var summary = new TrainSession(options, choice.home, progress).run();
      progress.say("row for docs/results.md:");
      progress.say(ReproduceCommand.row(summary));
    }
  }

  /** SAC from state on Gymnasium's pendulum. */
  final class PendulumReproduction implements Reproduction {
    @Override
    public String about() {
      return "three seeds, about 3 minutes of one core";
    }

    @Override
    public void repeat(Choice choice) {
      PendulumYardstick.standard(choice.home, choice.progress).run(choice.seed, choice.seeds);
    }
  }

  /** SAC from state on SERL's simulated cube. */
  final class CubeLiftReproduction implements Reproduction {
    @Override
    public String about() {
      return "SERL's simulated task from state with small networks, three seeds, about 10 minutes of"
          + " one core each";
    }

    @Override
    public void repeat(Choice choice) throws IOException {
      Path folder = choice.run == null ? Path.of("runs", "cube-lift-curve") : choice.run;
      CubeLiftCurve.small(folder, choice.progress).run(choice.seed, choice.seeds);
    }
  }

  /** The same with SERL's own hyperparameters. */
  final class CubeLiftAsSerlReproduction implements Reproduction {
    @Override
    public String about() {
      return "the same with SERL's own hyperparameters, about 3 hours of one core each";
    }

    @Override
    public void repeat(Choice choice) throws IOException {
      Path folder = choice.run == null ? Path.of("runs", "cube-lift-curve-as-serl") : choice.run;
      CubeLiftCurve.asSerl(folder, choice.progress).run(choice.seed, choice.seeds);
    }
  }

  /** Encoding frames once against encoding samples, on a small image task. */
  final class EncodeOnceReproduction implements Reproduction {
    @Override
    public String about() {
      return "three seeds both ways, about 10 minutes of one core";
    }

    @Override
    public void repeat(Choice choice) {
      EncodeOnceComparison.standard(choice.home, choice.progress).run(choice.seed, choice.seeds);
    }
  }
}
