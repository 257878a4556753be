package org.serl4j.agent.roles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.replay.Outcome;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;

/** A training on a point that is written, dropped, read and continued. */
@Timeout(60)
class TrainingCheckpointTest {
  private static final long SEED = 5;
  private static final int EPISODES = 40;
  private static final double LEARNER_STEPS = 0.3;
  private static final byte[] LOG = {1, 2, 3};
  private static final RlpdConfig CONFIG =
      new RlpdConfig(
          16,
          2,
          2,
          16,
          8,
          8,
          2,
          0.1,
          0.97,
          0.005,
          3e-4,
          0.01,
          -0.5,
          false,
          2,
          EncoderConfig.defaults());

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void oneNativeThread() {
    NativeThreads.single();
  }

  /** One session of a run: from its beginning, or from a checkpoint. */
  private static final class Session implements AutoCloseable {
    final PointEnvironment environment = new PointEnvironment();
    final Spaces spaces = environment.spaces();
    final TrainingCheckpoint checkpoint;
    final FrameEncoder encoder = FrameEncoder.open(spaces, CONFIG.encoder(), SEED);
    final RlpdAgent agent;
    final Actor actor =
        new Actor(
            environment,
            encoder,
            new Policy(CONFIG, spaces),
            Actor.Mode.SAMPLED,
            SEED,
            EpisodeListener.NONE);
    final Learner learner;
    final LockStep training;
    long envSteps;

    Session(Path folder, int capacity) throws IOException {
      checkpoint = new TrainingCheckpoint(folder);
      agent = new RlpdAgent(CONFIG, spaces, SEED);
      ReplayBuffer online = new ReplayBuffer(capacity, spaces, CONFIG.encoder());
      learner = learner(online, demonstrations(), 0);
      training = new LockStep(actor, learner, LEARNER_STEPS, 30_000);
    }

    Session(Path folder, long number, int capacity) throws IOException {
      checkpoint = new TrainingCheckpoint(folder);
      TrainingCheckpoint.Stored stored = checkpoint.open(number);
      assertArrayEquals(LOG, stored.log());
      TrainingCounters counters = stored.counters();
      agent = RlpdAgent.load(stored.agentFile(), spaces);
      learner =
          learner(
              checkpoint.loadOnline(capacity, spaces, CONFIG),
              checkpoint.loadDemos(0, spaces, CONFIG),
              counters.learnerSteps());
      actor.resumeAfter(counters.episodes());
      encoder.resumeAfter(counters.encodedFrames());
      envSteps = counters.envSteps();
      training = new LockStep(actor, learner, LEARNER_STEPS, 30_000);
      training.resume(counters.owedLearnerSteps(), counters.newest());
    }

    private Learner learner(ReplayBuffer online, ReplayBuffer demos, long steps) {
      LearnerConfig config = new LearnerConfig(2, 20, 0.5);
      return new Learner(agent, spaces, online, demos, config, SEED, steps);
    }

    private ReplayBuffer demonstrations() {
      ReplayBuffer demos = new ReplayBuffer(30, spaces, CONFIG.encoder());
      SplittableRandom rng = new SplittableRandom(3);
      demos.beginEpisode(state(rng));
      for (int i = 0; i < 10; i++) {
        Outcome outcome = new Outcome(i == 9 ? 1 : 0, i == 9, false, i == 9, 0);
        demos.append(new float[] {0.1f * i}, outcome, ActedBy.EXPERT, state(rng));
      }
      return demos;
    }

    private static EncodedObservation state(SplittableRandom rng) {
      return new EncodedObservation(
          new float[] {(float) rng.nextDouble(), (float) rng.nextDouble()}, List.of());
    }

    void runToEpisode(int episode) {
      while (actor.episodes() < episode) {
        training.advance();
        envSteps++;
      }
    }

    long save() throws IOException {
      TrainingCounters counters =
          new TrainingCounters(
              envSteps,
              actor.episodes(),
              learner.steps(),
              training.owedLearnerSteps(),
              encoder.frames(),
              environment.robotSeconds(),
              0,
              actor.atEpisodeStart(),
              false,
              training.newest());
      return checkpoint.save(agent, learner.online(), learner.demos(), counters, LOG);
    }

    /** Everything that a later step depends on. */
    byte[] state(Path scratch) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      agent.save(scratch);
      out.write(Files.readAllBytes(scratch));
      learner.online().save(out);
      learner.demos().save(out);
      out.writeUTF(envSteps + " " + learner.steps() + " " + training.owedLearnerSteps());
      out.writeUTF(encoder.frames() + " " + training.newest());
      return bytes.toByteArray();
    }

    @Override
    public void close() {
      training.close();
      encoder.close();
    }
  }

  private byte[] uninterrupted(int capacity) throws IOException {
    try (Session whole = new Session(folder.resolve("whole"), capacity)) {
      whole.runToEpisode(EPISODES);
      assertTrue(whole.learner.steps() > 20, "it must have learned");
      return whole.state(folder.resolve("scratch"));
    }
  }

  private static long newest(Path run) throws IOException {
    return new TrainingCheckpoint(run).numbers().get(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {2000, 60})
  void shouldEqualTheUninterruptedRunBitForBitHoweverOftenItIsResumed(int capacity)
      throws IOException {
    byte[] expected = uninterrupted(capacity);
    SplittableRandom rng = new SplittableRandom(1);
    Path run = folder.resolve("run");
    int saved = 0;
    try (Session first = new Session(run, capacity)) {
      first.save();
    }
    while (saved < EPISODES) {
      try (Session session = new Session(run, newest(run), capacity)) {
        assertEquals(saved, session.actor.episodes());
        saved = Math.min(EPISODES, saved + rng.nextInt(1, 6));
        session.runToEpisode(saved);
        session.save();
        if (saved < EPISODES) { // what is made after the last checkpoint is lost
          session.training.advance();
          session.training.advance();
        } else {
          assertArrayEquals(expected, session.state(folder.resolve("scratch")));
        }
      }
    }
  }

  @Test
  void shouldGoOnWithALongerRunAsIfItHadBeenLongFromTheStart() throws IOException {
    byte[] expected = uninterrupted(2000);
    Path run = folder.resolve("run");
    try (Session first = new Session(run, 600)) {
      first.runToEpisode(10);
      first.save();
    }
    try (Session second = new Session(run, newest(run), 2000)) {
      second.runToEpisode(EPISODES);
      byte[] state = second.state(folder.resolve("scratch"));
      assertArrayEquals(expected, state);
    }
  }

  @Test
  void shouldKeepTwoCheckpointsAndWriteOnlyNewRows() throws IOException {
    Path run = folder.resolve("run");
    try (Session session = new Session(run, 2000)) {
      for (int i = 1; i <= 5; i++) {
        session.runToEpisode(3 * i);
        session.save();
      }
    }
    List<String> names;
    try (var inside = Files.list(run)) {
      names = inside.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertEquals(
        List.of(
            "agent-4.bin",
            "agent-5.bin",
            "demos-1.bin",
            "manifest-4.bin",
            "manifest-5.bin",
            "online-1.bin",
            "online-2.bin",
            "online-3.bin",
            "online-4.bin",
            "online-5.bin"),
        names);
  }

  @Test
  void shouldDropFilesWhoseRowsTheRingHasOverwritten() throws IOException {
    Path run = folder.resolve("run");
    try (Session session = new Session(run, 40)) {
      for (int i = 1; i <= 12; i++) {
        session.runToEpisode(2 * i);
        session.save();
      }
    }
    assertFalse(Files.exists(run.resolve("online-1.bin")));
    try (Session again = new Session(run, newest(run), 40)) {
      assertEquals(24, again.actor.episodes());
    }
  }

  @Test
  void shouldRefuseADamagedTruncatedMissingOrForeignFileAndStillOpenTheOneBefore()
      throws IOException {
    Path run = folder.resolve("run");
    Path other = folder.resolve("other");
    for (Path made : List.of(run, other)) {
      try (Session session = new Session(made, 2000)) {
        session.runToEpisode(made.equals(run) ? 4 : 5);
        session.save();
        session.runToEpisode(made.equals(run) ? 9 : 10);
        session.save();
      }
    }
    for (String name : List.of("agent-2.bin", "online-2.bin", "manifest-2.bin")) {
      Path file = run.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      byte[] bent = whole.clone();
      bent[whole.length / 2] ^= 1;
      byte[] foreign = Files.readAllBytes(other.resolve(name));
      for (byte[] bad :
          List.of(Arrays.copyOf(whole, whole.length - 1), new byte[0], bent, foreign)) {
        Files.write(file, bad);
        if (name.startsWith("manifest") && bad == foreign) {
          continue; // another run's manifest names other files: refused below by their checksums
        }
        IOException e =
            assertThrows(IOException.class, () -> new Session(run, 2, 2000).close(), name);
        assertEquals(1, e.toString().lines().count());
        try (Session before = new Session(run, 1, 2000)) {
          assertEquals(4, before.actor.episodes());
        }
      }
      Files.delete(file);
      assertThrows(IOException.class, () -> new Session(run, 2, 2000).close(), name);
      Files.write(file, whole);
      new Session(run, 2, 2000).close();
    }
    Files.copy(
        other.resolve("manifest-2.bin"),
        run.resolve("manifest-2.bin"),
        StandardCopyOption.REPLACE_EXISTING);
    IOException e = assertThrows(IOException.class, () -> new Session(run, 2, 2000).close());
    assertTrue(e.toString().contains("belongs to another checkpoint or run"), e.toString());
  }

  @Test
  void shouldKeepTheCheckpointItWentOnFromWhenTheNewestIsDamaged() throws IOException {
    Path run = folder.resolve("run");
    try (Session session = new Session(run, 2000)) {
      session.runToEpisode(4);
      session.save();
      session.runToEpisode(9);
      session.save();
    }
    Files.write(run.resolve("agent-2.bin"), new byte[100]);
    try (Session session = new Session(run, 1, 2000)) {
      session.runToEpisode(12);
      assertEquals(3, session.save());
    }
    assertEquals(List.of(3L, 1L), new TrainingCheckpoint(run).numbers());
    try (Session session = new Session(run, 3, 2000)) {
      assertEquals(12, session.actor.episodes());
    }
    try (Session session = new Session(run, 1, 2000)) {
      assertEquals(4, session.actor.episodes());
    }
  }

  @Test
  void shouldLeaveTheLastCheckpointWholeWhereWritingFails() throws IOException {
    Path run = folder.resolve("run");
    try (Session session = new Session(run, 2000)) {
      session.runToEpisode(4);
      session.save();
      session.runToEpisode(6);
      Files.createDirectory(run.resolve("manifest-2.bin.tmp"));
      assertThrows(IOException.class, session::save);
      session.runToEpisode(8);
      assertNotEquals(1, session.save());
    }
    try (Session session = new Session(run, newest(run), 2000)) {
      assertEquals(8, session.actor.episodes());
    }
    try (Session session = new Session(run, 1, 2000)) {
      assertEquals(4, session.actor.episodes());
    }
  }
}
