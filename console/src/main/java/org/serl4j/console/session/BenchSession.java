package org.serl4j.console.session;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.controller.Pace;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.tasks.OpenTask;

/** Measures this machine on the real parts: medians after a warm-up, one thread. */
public final class BenchSession {
  private static final int ROBOT_STEPS = 100;
  private static final int WARM_UP = 20;
  private static final int INFERENCES = 100;
  private static final int UPDATES = 25;
  private static final int CONTROL_WARM_UP = 200;
  private static final int CONTROL_STEPS = 1000;
  private static final int FRAMES = 40;
  private static final double NS_IN_MS = 1e6;
  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final OpenTask open;
  private final Environment environment;
  private final Consumer<Result> into;

  /**
   * One measurement.
   *
   * @param name what was measured
   * @param value in {@code unit}
   * @param unit of value and against
   * @param against what it is held against: a goal, or another implementation
   * @param ratio value / against, null where against is 0
   */
  @JsonPropertyOrder({"name", "value", "unit", "against", "ratio"})
  public record Result(
      String name, double value, String unit, double against, @Nullable Double ratio) {
    static Result of(String name, double value, String unit, double against) {
      return new Result(name, value, unit, against, against == 0 ? null : value / against);
    }
  }

  /**
   * @param open in lock-step
   * @param into takes each result as soon as it is there
   */
  public BenchSession(OpenTask open, Consumer<Result> into) {
    this.open = open;
    this.environment = open.environment();
    this.into = into;
  }

  /** Measures everything. */
  public void run() {
    List<Observation> frames = simulation();
    allocation();
    agent(frames);
  }

  /** Environment steps with a random policy: physics, law, safety, two cameras. */
  private List<Observation> simulation() {
    SplittableRandom random = new SplittableRandom(1);
    List<Observation> frames = new ArrayList<>();
    boolean running = false;
    long ns = 0;
    int measured = 0;
    for (int i = 0; measured < ROBOT_STEPS; i++) {
      if (!running) {
        environment.reset(i);
        running = true;
      }
      float[] action = new float[environment.spaces().action().size()];
      for (int j = 0; j < action.length; j++) {
        action[j] = (float) random.nextDouble(-1, 1);
      }
      long beginNs = System.nanoTime();
      var step = environment.step(action);
      if (i >= WARM_UP) {
        ns += System.nanoTime() - beginNs;
        measured++;
      }
      if (frames.size() < FRAMES) {
        frames.add(step.observation());
      }
      running = !step.done();
    }
    double factor = measured * environment.stepSeconds() / (ns * 1e-9);
    into.accept(
        Result.of(
            "simulation in lock-step: physics, law, " + cameras() + " cameras",
            factor,
            "x real time",
            4));
    return frames;
  }

  private int cameras() {
    return environment.spaces().cameras().size();
  }

  private void allocation() {
    environment.reset(0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    Pace pace = open.workcell().pace();
    RigidTransform here = open.workcell().arm().state().X_OE();
    long bytes = 0;
    for (int i = 0; i < CONTROL_WARM_UP + CONTROL_STEPS; i++) {
      open.workcell().arm().moveTo(here);
      long untilNs = pace.nowNs() + STEP_NS;
      long before = threads.getThreadAllocatedBytes(thread);
      pace.advanceTo(untilNs);
      long after = threads.getThreadAllocatedBytes(thread);
      // reading the counter may itself allocate: take that off
      long own = threads.getThreadAllocatedBytes(thread) - after;
      bytes += i < CONTROL_WARM_UP ? 0 : after - before - own;
    }
    into.accept(Result.of("allocation of 100,000 steps of 1 kHz", (double) bytes, "bytes", 0));
  }

  private void agent(List<Observation> frames) {
    RlpdConfig config = RlpdConfig.defaults();
    EncoderConfig stored = config.encoder();
    EncoderConfig unshifted = stored.withCopies(1);
    RlpdAgent agent = new RlpdAgent(config, environment.spaces(), 1);
    Policy policy = new Policy(config, environment.spaces());
    policy.load(agent.policyParameters());
    try (FrameEncoder training = FrameEncoder.open(environment.spaces(), stored, 1);
        FrameEncoder acting = FrameEncoder.open(environment.spaces(), unshifted, 1)) {
      FeatureCalibration calibration = training.calibrate(frames);
      acting.useCalibration(calibration);
      double inference =
          medianMs(INFERENCES, i -> policy.act(acting.encode(frames.get(i % frames.size())), null));
      into.accept(Result.of("policy inference from " + cameras() + " images", inference, "ms", 25));
      List<EncodedObservation> encoded = new ArrayList<>();
      double encode =
          medianMs(FRAMES, i -> encoded.add(training.encode(frames.get(i % frames.size()))));
      into.accept(
          Result.of(
              "encoding a frame for training: "
                  + cameras()
                  + " images x "
                  + stored.copies()
                  + " copies",
              encode,
              "ms",
              100));
      updates(agent, encoded);
    }
  }

  private void updates(RlpdAgent agent, List<EncodedObservation> encoded) {
    RlpdConfig config = agent.config();
    ReplayBuffer replay =
        new ReplayBuffer(encoded.size() + 1, environment.spaces(), config.encoder());
    float[] action = new float[environment.spaces().action().size()];
    replay.beginEpisode(encoded.get(0));
    for (int i = 1; i < encoded.size(); i++) {
      replay.append(action, 0, false, false, encoded.get(i));
    }
    Batch batch = new Batch(environment.spaces(), config.encoder(), config.batch());
    SplittableRandom rng = new SplittableRandom(1);
    replay.sample(rng, batch, 0, batch.rows());
    double critic = medianMs(UPDATES, i -> agent.updateCritics(batch));
    into.accept(
        Result.of(
            "critic update, batch " + config.batch() + " (against libtorch)", critic, "ms", 85));
    into.accept(
        Result.of(
            "critic update, batch " + config.batch() + " (against SameDiff)", critic, "ms", 200));
  }

  private static double medianMs(int count, IntConsumer work) {
    double[] ms = new double[count];
    for (int i = 0; i < WARM_UP; i++) {
      work.accept(i);
    }
    for (int i = 0; i < count; i++) {
      long beginNs = System.nanoTime();
      work.accept(i);
      ms[i] = (System.nanoTime() - beginNs) / NS_IN_MS;
    }
    Arrays.sort(ms);
    return Evaluation.median(ms);
  }
}
