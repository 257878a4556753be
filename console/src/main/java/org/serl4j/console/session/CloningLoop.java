package org.serl4j.console.session;

import java.util.Locale;
import java.util.function.Consumer;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.bc.BcConfig;
import org.serl4j.agent.bc.BcReport;
import org.serl4j.agent.bc.BehaviourCloning;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.RlpdConfig;

/** Behaviour cloning on demonstrations, update by update, with its progress. */
final class CloningLoop {
  private static final double NS = 1e-9;

  private final BehaviourCloning cloning;
  private final BcConfig wanted;
  private final Batch batch;
  private final long sampleSeed;

  /**
   * @param agentSeed of the first parameters
   * @param sampleSeed of what each update draws
   */
  CloningLoop(RlpdConfig config, BcConfig wanted, Spaces spaces, long agentSeed, long sampleSeed) {
    this.cloning = new BehaviourCloning(config, wanted, spaces, agentSeed);
    this.wanted = wanted;
    this.batch = new Batch(spaces, config.encoder(), config.batch());
    this.sampleSeed = sampleSeed;
  }

  /**
   * Runs all updates, or as many as there is time for.
   *
   * @param minutes most of them
   * @param log is told of every update
   */
  BehaviourCloning run(
      ReplayBuffer demos, double minutes, Consumer<BcReport> log, Progress progress) {
    long beganNs = System.nanoTime();
    while (cloning.updates() < wanted.updates() && seconds(beganNs) < 60 * minutes) {
      demos.sample(RandomStreams.of(sampleSeed, cloning.updates()), batch, 0, batch.rows());
      BcReport report = cloning.update(batch);
      if (!Double.isFinite(report.loss())) {
        throw new IllegalStateException(
            "the loss is not finite after " + report.update() + " updates: lower learningRate");
      }
      log.accept(report);
      long nowNs = System.nanoTime();
      if (progress.due(nowNs)) {
        progress.show(nowNs, line(report, seconds(beganNs)));
      }
    }
    return cloning;
  }

  private String line(BcReport report, double seconds) {
    double rate = report.update() / Math.max(1e-9, seconds);
    return String.format(
        Locale.ROOT,
        "%d/%d updates (%.1f/s)  loss %.2f  action error %.3f  %s left",
        report.update(),
        wanted.updates(),
        rate,
        report.loss(),
        report.actionError(),
        Progress.duration((wanted.updates() - report.update()) / rate));
  }

  private static double seconds(long sinceNs) {
    return (System.nanoTime() - sinceNs) * NS;
  }
}
