package org.serl4j.console;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.serl4j.console.session.Progress;
import org.serl4j.console.session.RunComparison;
import org.serl4j.console.session.SessionException;

/**
 * Kills a small training process (SIGKILL) at fifty random moments: thirty while it trains, ten
 * while it starts and reads its checkpoint, ten while it writes one. Resumes it each time, and
 * compares its end with that of a run that was left alone.
 */
final class ResumeReproduction implements Reproduction {
  private static final int KILLS = 50;

  /** Failures of the process itself, such as a renderer's deadline on a busy machine. */
  private static final int FAILURES = 5;

  private static final int ENV_STEPS = 3_000;
  private static final double WRITE_SECONDS = 0.2;
  private static final double DEADLINE_SECONDS = 600;
  private static final long POLL_NS = 1_000_000;
  private static final double NS = 1e-9;
  private static final Pattern ANNOUNCED =
      Pattern.compile("checkpoint (\\d+) at env step ([\\d,]+)");
  private static final Pattern RESUMED = Pattern.compile("resumed: checkpoint (\\d+) at env step");
  private static final Pattern STORED = Pattern.compile("(\\w+)-(\\d+)\\.bin(\\.tmp)?");

  /** Small networks and one copy of a frame, so that a process is up and learning in seconds. */
  private static final List<String> SMALL =
      List.of(
          "batch=32",
          "critics=2",
          "hidden=32",
          "bottleneck=16",
          "criticUpdatesPerStep=2",
          "encoder.copies=1",
          "encoder.featureMaps=t194");

  @Override
  public String about() {
    return "50 kills of a training process, about 12 minutes on two cores";
  }

  /** How the killed run fared. */
  private static final class Tally {
    int failures;
    int beforeFirst;
    int withinWrite;
    long newest;
  }

  @Override
  public void repeat(Choice choice) throws IOException {
    Path given = choice.run();
    Path folder =
        (given == null ? Path.of("runs", "reproduce-resume-seed" + choice.seed()) : given)
            .toAbsolutePath();
    if (Files.exists(folder)) {
      throw new SessionException(folder + " exists already: give another one with --run");
    }
    Files.createDirectories(folder);
    Progress progress = choice.progress();
    Path whole = folder.resolve("uninterrupted");
    Path killed = folder.resolve("killed");
    Path demos = folder.resolve("demos");
    long startNs = System.nanoTime();
    finish(
        child(
            folder,
            "record",
            List.of(
                "record",
                "peg-insertion",
                "--episodes",
                "2",
                "--cell",
                choice.cell().toString(),
                "--out",
                demos.toString())));
    progress.say("the run that is left alone: %,d env steps".formatted(ENV_STEPS));
    Child alone = child(folder, "uninterrupted", train(choice, whole, demos));
    double startUp = alone.secondsUntil("training: ");
    double total = finish(alone);
    double episode = (total - startUp) / Math.max(1, alone.checkpoints() - 1);
    progress.say(
        "it took %.0f s: %.1f s to the first step, %.1f s an episode"
            .formatted(total, startUp, episode));

    Tally tally = new Tally();
    SplittableRandom rng = new SplittableRandom(choice.seed());
    for (int kill = 1; kill <= KILLS; ) {
      Child child =
          child(
              folder,
              "killed-" + kill,
              Files.exists(killed.resolve("run.json"))
                  ? List.of("train", "--resume", killed.toString())
                  : train(choice, killed, demos)); // killed before the run began
      boolean done =
          switch (kill % 5) {
            case 0 ->
                child.killWithinWrite(killed.resolve("checkpoint"), rng.nextDouble(WRITE_SECONDS));
            case 1 -> child.kill("", rng.nextDouble(startUp));
            default -> child.kill("training: ", rng.nextDouble(1.5 * episode));
          };
      check(child, killed, tally, kill);
      if (done) {
        progress.say(
            "kill %d of %d after %.2f s: the run stands at checkpoint %d"
                .formatted(kill, KILLS, child.seconds(), tally.newest));
        kill++;
      } else {
        tally.failures++;
        progress.say("the process failed by itself, resumed too: " + child.lastLine());
        if (tally.failures > FAILURES) {
          throw new SessionException("the process failed too often by itself: see " + folder);
        }
      }
    }
    Child last = child(folder, "last", List.of("train", "--resume", killed.toString()));
    finish(last);
    requireResumed(last, tally);
    List<String> different = RunComparison.differences(whole, killed);
    if (!different.isEmpty()) {
      throw new SessionException(
          "the killed run differs from the one left alone in: " + String.join(", ", different));
    }
    progress.say("row for docs/results.md:");
    progress.say(
        String.format(
            Locale.ROOT,
            "| resume | %d | %d kills, %d before the first checkpoint, %d within a write, %d failures of"
                + " the process itself | none lost | equal bit for bit after %,d env steps | %.1f min |",
            choice.seed(),
            KILLS,
            tally.beforeFirst,
            tally.withinWrite,
            tally.failures,
            ENV_STEPS,
            (System.nanoTime() - startNs) * NS / 60));
  }

  private static List<String> train(Choice choice, Path run, Path demos) {
    List<String> arguments = new ArrayList<>(List.of("train", "peg-insertion"));
    arguments.addAll(List.of("--run", run.toString(), "--demos", demos.toString()));
    arguments.addAll(List.of("--cell", choice.cell().toAbsolutePath().toString()));
    arguments.addAll(List.of("--seed", Long.toString(choice.seed())));
    arguments.addAll(List.of("--env-steps", Integer.toString(ENV_STEPS)));
    arguments.addAll(List.of("--evaluation-episodes", "0", "--checkpoint-minutes", "0"));
    for (String hyperparameter : SMALL) {
      arguments.addAll(List.of("--config", hyperparameter));
    }
    return arguments;
  }

  /** What was announced must be there, and what the process resumed must have been the newest. */
  private static void check(Child child, Path run, Tally tally, int kill) throws IOException {
    if (kill > 1 && tally.newest > 0) {
      requireResumed(child, tally);
    }
    Map<Path, Long> numbers = new TreeMap<>();
    long newest = 0;
    Path folder = run.resolve("checkpoint");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        for (Path file : inside.toList()) {
          Matcher matcher = STORED.matcher(file.getFileName().toString());
          if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(2));
            numbers.put(file, number);
            boolean complete = matcher.group(1).equals("manifest") && matcher.group(3) == null;
            newest = complete ? Math.max(newest, number) : newest;
          }
        }
      }
    }
    boolean unfinished = false;
    for (Map.Entry<Path, Long> file : numbers.entrySet()) {
      unfinished |=
          file.getValue() > newest
              && Files.getLastModifiedTime(file.getKey()).toMillis() >= child.startMs;
    }
    long announced = Math.max(tally.newest, child.announced());
    if (newest < announced) {
      throw new SessionException(
          "kill " + kill + ": checkpoint " + announced + " was announced, newest is " + newest);
    }
    tally.newest = newest;
    tally.beforeFirst += newest == 0 ? 1 : 0;
    tally.withinWrite += unfinished ? 1 : 0;
  }

  /** A process that came as far as that has resumed the newest checkpoint. */
  private static void requireResumed(Child child, Tally tally) throws IOException {
    Matcher matcher = RESUMED.matcher(child.output());
    if (matcher.find() && Long.parseLong(matcher.group(1)) != tally.newest) {
      throw new SessionException(
          "resumed checkpoint " + matcher.group(1) + ", the newest was " + tally.newest);
    }
    if (child.output().contains(" cannot be used ")) {
      throw new SessionException("the process could not resume: " + child.lastLine());
    }
  }

  private static double finish(Child child) throws IOException {
    child.await();
    return child.seconds();
  }

  private static Child child(Path folder, String name, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    File output = folder.resolve(name + ".log").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    process.getOutputStream().close();
    return new Child(process, output.toPath());
  }

  /** A process of this program. */
  private static final class Child {
    private final Process process;
    private final Path log;
    private final long startNs = System.nanoTime();
    private final long startMs = System.currentTimeMillis();
    private long endNs;

    Child(Process process, Path log) {
      this.process = process;
      this.log = log;
    }

    double seconds() {
      return ((endNs == 0 ? System.nanoTime() : endNs) - startNs) * NS;
    }

    String output() throws IOException {
      return Files.readString(log);
    }

    String lastLine() throws IOException {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** Number of the last checkpoint that it said it had written; 0 for none. */
    long announced() throws IOException {
      long last = 0;
      Matcher matcher = ANNOUNCED.matcher(output());
      while (matcher.find()) {
        last = Long.parseLong(matcher.group(1));
      }
      return last;
    }

    long checkpoints() throws IOException {
      return ANNOUNCED.matcher(output()).results().count();
    }

    double secondsUntil(String said) throws IOException {
      while (process.isAlive() && seconds() < DEADLINE_SECONDS && !output().contains(said)) {
        LockSupport.parkNanos(20 * POLL_NS);
      }
      return seconds();
    }

    void await() throws IOException {
      while (process.isAlive() && seconds() < DEADLINE_SECONDS) {
        LockSupport.parkNanos(20 * POLL_NS);
      }
      endNs = System.nanoTime();
      if (process.isAlive()) {
        process.destroyForcibly();
        throw new SessionException("a process did not end in time: see " + log);
      }
      if (process.exitValue() != 0) {
        throw new SessionException("a process failed: see " + log);
      }
    }

    /**
     * Kills it that long after it said something, or after the next checkpoint if that is first.
     */
    boolean kill(String said, double seconds) throws IOException {
      secondsUntil(said);
      long fromNs = System.nanoTime();
      long before = checkpoints();
      while (process.isAlive()
          && (System.nanoTime() - fromNs) * NS < seconds
          && checkpoints() == before) {
        LockSupport.parkNanos(5 * POLL_NS);
      }
      return kill();
    }

    /** Likewise, that long after a temporary file of its own appears in the folder. */
    boolean killWithinWrite(Path folder, double seconds) throws IOException {
      while (process.isAlive() && seconds() < DEADLINE_SECONDS && !writes(folder)) {
        LockSupport.parkNanos(POLL_NS);
      }
      LockSupport.parkNanos((long) (seconds / NS));
      return kill();
    }

    private boolean kill() {
      if (!process.isAlive()) {
        endNs = System.nanoTime();
        if (process.exitValue() == 0) {
          throw new SessionException("the run ended before it was killed often enough: see " + log);
        }
        return false;
      }
      process.destroyForcibly();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          throw new SessionException("a killed process did not end within 10 s");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SessionException("interrupted");
      }
      endNs = System.nanoTime();
      return true;
    }

    /** Whether a temporary file is there that this process has made. */
    private boolean writes(Path folder) throws IOException {
      if (!Files.isDirectory(folder)) {
        return false;
      }
      try (Stream<Path> inside = Files.list(folder)) {
        for (Path file : inside.filter(f -> f.toString().endsWith(".tmp")).toList()) {
          if (Files.getLastModifiedTime(file).toMillis() >= startMs) {
            return true;
          }
        }
      } catch (NoSuchFileException e) {
        return true; // renamed between the list and the look
      }
      return false;
    }
  }
}
