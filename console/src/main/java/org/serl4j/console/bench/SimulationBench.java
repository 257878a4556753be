package org.serl4j.console.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.controller.Pace;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.OpenTask;

/** The simulator in lock-step and the control loop's allocation. */
final class SimulationBench {
  private static final int ROBOT_STEPS = 100;
  private static final int WARM_UP = 20;
  private static final int CONTROL_WARM_UP = 200;
  private static final int CONTROL_STEPS = 1000;
  private static final int FRAMES = 40;
  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Environment environment;
  private final SimulatedWorkcell workcell;
  private final Consumer<Measurement> into;

  /**
   * @param open over a simulated workcell, in lock-step
   */
  SimulationBench(OpenTask open, Consumer<Measurement> into) {
    environment = open.environment();
    workcell = (SimulatedWorkcell) open.scene().orElseThrow();
    this.into = into;
  }

  void run() {
    speed();
    allocation();
  }

  /** Environment steps with a random policy: physics, law, safety, two cameras. */
  private void speed() {
    SplittableRandom random = new SplittableRandom(1);
    boolean running = false;
    long ns = 0;
    int measured = 0;
    for (int i = 0; measured < ROBOT_STEPS; i++) {
      if (!running) {
        environment.reset(i);
        running = true;
      }
      float[] action = randomAction(environment, random);
      long beginNs = System.nanoTime();
      var step = environment.step(action);
      if (i >= WARM_UP) {
        ns += System.nanoTime() - beginNs;
        measured++;
      }
      running = !step.done();
    }
    double factor = measured * environment.stepSeconds() / (ns * 1e-9);
    into.accept(
        Measurement.of(
            "simulation in lock-step: physics, law, "
                + environment.spaces().cameras().size()
                + " cameras",
            factor,
            "x real time",
            4,
            "goal"));
  }

  private void allocation() {
    environment.reset(0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    Pace pace = workcell.pace();
    RigidTransform here = workcell.arm().state().X_OE();
    long bytes = 0;
    for (int i = 0; i < CONTROL_WARM_UP + CONTROL_STEPS; i++) {
      workcell.arm().moveTo(here);
      long untilNs = pace.nowNs() + STEP_NS;
      long before = threads.getThreadAllocatedBytes(thread);
      pace.advanceTo(untilNs);
      long after = threads.getThreadAllocatedBytes(thread);
      // reading the counter may itself allocate: take that off
      long own = threads.getThreadAllocatedBytes(thread) - after;
      bytes += i < CONTROL_WARM_UP ? 0 : after - before - own;
    }
    into.accept(
        Measurement.of("allocation of 100,000 steps of 1 kHz", (double) bytes, "bytes", 0, "goal"));
  }

  /** Observations of a random policy, to calibrate and feed the encoder with. */
  static List<Observation> frames(Environment environment) {
    SplittableRandom random = new SplittableRandom(1);
    List<Observation> frames = new ArrayList<>();
    environment.reset(0);
    while (frames.size() < FRAMES) {
      var step = environment.step(randomAction(environment, random));
      frames.add(step.observation());
      if (step.done()) {
        environment.reset(frames.size());
      }
    }
    return frames;
  }

  private static float[] randomAction(Environment environment, SplittableRandom random) {
    float[] action = new float[environment.spaces().action().size()];
    for (int j = 0; j < action.length; j++) {
      action[j] = (float) random.nextDouble(-1, 1);
    }
    return action;
  }
}
