package org.serl4j.console.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.serl4j.agent.network.Lanes;
import org.serl4j.tasks.OpenTask;

/** Measures this machine on the real parts; see the package for how. */
public final class BenchSession {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  private final OpenTask open;
  private final int laneCount;
  private final Consumer<Measurement> into;

  /** What can be measured on its own. */
  public enum Part {
    /** The simulator and the control loop. */
    SIMULATION,
    /** The critics from state. */
    CRITICS,
    /** The agent on the task's cameras. */
    AGENT,
    /** The replay buffer. */
    REPLAY
  }

  /**
   * @param open in lock-step; not closed
   * @param laneCount threads of the learner and of the matrix products alone, from 1 to 64
   * @param into takes each measurement as soon as it is there
   */
  public BenchSession(OpenTask open, int laneCount, Consumer<Measurement> into) {
    this.open = open;
    this.laneCount = laneCount;
    this.into = into;
  }

  /** Measures these parts, in the order of their declaration. */
  public void run(Set<Part> parts) {
    into.accept(
        Measurement.of(
            "machine",
            Runtime.getRuntime().availableProcessors(),
            "processors",
            0,
            processor()
                + "; JDK "
                + Runtime.version()
                + "; learner lanes "
                + laneCount
                + "; heap up to "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB"));
    if (parts.contains(Part.SIMULATION)) {
      new SimulationBench(open, into).run();
    }
    try (Lanes lanes = Lanes.of(laneCount)) {
      if (parts.contains(Part.CRITICS)) {
        new CriticBench(lanes, into).run();
      }
      if (parts.contains(Part.AGENT)) {
        new AgentBench(open.environment(), lanes, into).run();
      }
    }
    if (parts.contains(Part.REPLAY)) {
      new ReplayBench(open.environment().spaces(), into).run();
    }
  }

  /** The processor's name where the system tells it. */
  private static String processor() {
    try {
      for (String line : Files.readAllLines(PROCESSORS)) {
        if (line.startsWith(MODEL)) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    } catch (IOException e) {
      return System.getProperty("os.arch", "unknown"); // no Linux
    }
    return System.getProperty("os.arch", "unknown");
  }
}
