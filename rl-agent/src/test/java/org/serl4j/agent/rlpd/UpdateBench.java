package org.serl4j.agent.rlpd;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;

/** Prints the milliseconds of each part of an update; run its main. */
final class UpdateBench {
  private UpdateBench() {}

  private static void time(String name, int warm, int reps, Runnable part) {
    for (int i = 0; i < warm; i++) {
      part.run();
    }
    double[] ms = new double[reps];
    for (int i = 0; i < reps; i++) {
      long from = System.nanoTime();
      part.run();
      ms[i] = (System.nanoTime() - from) / 1e6;
    }
    Arrays.sort(ms);
    System.out.printf("%-28s median %.2f ms, min %.2f%n", name, ms[reps / 2], ms[0]);
  }

  public static void main(String[] args) {
    System.out.println(NativeThreads.single());
    Spaces spaces = RlpdFixture.spaces(2, 19, 6);
    RlpdConfig d = RlpdConfig.defaults();
    int bottleneck = args.length > 0 ? Integer.parseInt(args[0]) : d.bottleneck();
    EncoderConfig encoder =
        args.length > 1 ? new EncoderConfig(Arrays.asList(args[1].split(",")), 4, 4) : d.encoder();
    RlpdConfig config =
        new RlpdConfig(
            d.batch(),
            d.critics(),
            d.criticSubset(),
            d.hidden(),
            bottleneck,
            d.proprio(),
            d.embeddings(),
            d.dropout(),
            d.discount(),
            d.tau(),
            d.learningRate(),
            d.initialTemperature(),
            d.targetEntropyPerAction(),
            d.backupEntropy(),
            d.criticUpdatesPerStep(),
            encoder);
    ReplayBuffer replay = RlpdFixture.replay(spaces, encoder, 2000, 1);
    Batch batch = new Batch(spaces, encoder, config.batch());
    SplittableRandom rng = new SplittableRandom(2);
    RlpdAgent agent = new RlpdAgent(config, spaces, 3, Lanes.of(Integer.getInteger("lanes", 2)));
    System.out.println("parameters " + agent.values.length() + " " + agent.policyValues.length());
    time("sample", 20, 40, () -> replay.sample(rng, batch, 0, config.batch()));
    time("targets", 20, 40, () -> agent.computeTargets(batch, rng));
    time("critic loss", 20, 40, () -> agent.criticLoss(batch));
    time("critic loss and gradients", 20, 40, () -> agent.criticGradients(batch));
    time("actor loss", 20, 40, () -> agent.actorLoss(batch, rng));
    time("actor loss and gradients", 20, 40, () -> agent.actorGradients(batch, rng));
    time("updateCritics", 5, 40, () -> agent.updateCritics(batch));
    time("update", 5, 40, () -> agent.update(batch));
    time("snapshot", 5, 40, () -> agent.policyParameters());
    Policy policy = new Policy(config, spaces);
    policy.load(agent.policyParameters());
    var o = RlpdFixture.observation(spaces, encoder, rng);
    time("policy", 200, 100, () -> policy.act(o, rng));
  }
}
