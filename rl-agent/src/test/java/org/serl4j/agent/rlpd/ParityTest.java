package org.serl4j.agent.rlpd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.Block;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;

/** Each deviation of SERL's code does what it says, and nothing where it is off. */
class ParityTest {
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t194"), 1, 4);
  private static final Spaces SPACES = RlpdFixture.spaces(0, 5, 3);
  private static final RlpdConfig CONFIG =
      RlpdFixture.with(RlpdFixture.config(8, 32, 8, ENCODER), "{\"backupEntropy\": true}");
  private static final int CRITICS = 4;

  private final Path folder;

  ParityTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  private static RlpdAgent agent(String parity) {
    RlpdConfig config = parity.isEmpty() ? CONFIG : RlpdFixture.withParity(CONFIG, parity);
    return new RlpdAgent(config, SPACES, 7);
  }

  private static Batch batch(long seed) {
    return RlpdFixture.batch(SPACES, CONFIG, seed);
  }

  private static float[] block(ParameterLayout layout, Floats flat, String name) {
    Block block = layout.block(name);
    float[] values = new float[block.length()];
    flat.read(block.offset(), values, 0, values.length);
    return values;
  }

  @Test
  void shouldKeepOneHeadForAllCritics() {
    ParameterLayout layout = Shapes.of(CONFIG, SPACES).valueLayout();
    RlpdAgent shared = agent("sharedHead");
    RlpdAgent separate = agent("");
    for (int i = 0; i < 6; i++) {
      shared.update(batch(i));
      separate.update(batch(i));
    }
    for (String name : List.of("critics/head/W", "critics/head/b")) {
      for (Floats flat : List.of(shared.values, shared.targets)) {
        float[] copies = block(layout, flat, name);
        int n = copies.length / CRITICS;
        for (int i = n; i < copies.length; i++) {
          assertEquals(copies[i % n], copies[i], name);
        }
      }
    }
    float[] own = block(layout, separate.values, "critics/head/W");
    assertNotEquals(own[0], own[own.length / CRITICS]);
  }

  @Test
  void shouldGiveTheSharedHeadTheSumOfTheCriticsGradients() {
    ParameterLayout layout = Shapes.of(CONFIG, SPACES).valueLayout();
    RlpdAgent shared = agent("sharedHead");
    RlpdAgent separate = agent("");
    separate.values.copyFrom(shared.values, 0, 0, shared.values.length());
    separate.targets.copyFrom(shared.targets, 0, 0, shared.values.length());
    for (RlpdAgent agent : List.of(shared, separate)) {
      agent.computeTargets(batch(1), new SplittableRandom(2));
      agent.criticGradients(batch(1));
    }
    float[] each = block(layout, separate.valueGradients, "critics/head/W");
    float[] joined = block(layout, shared.valueGradients, "critics/head/W");
    int n = each.length / CRITICS;
    for (int i = 0; i < n; i++) {
      float sum = each[i] + each[n + i] + each[2 * n + i] + each[3 * n + i];
      assertEquals(sum, joined[i], 1e-6f);
      assertEquals(joined[i], joined[3 * n + i]);
    }
  }

  @Test
  void shouldStepEveryOptimiserWithEveryUpdate() {
    RlpdAgent whole = agent("wholeTreeAdam");
    RlpdAgent own = agent("");
    for (RlpdAgent agent : List.of(whole, own)) {
      agent.update(batch(1));
      float[] policy = agent.policyValues.toArray();
      double temperature = agent.temperature.parameter();
      agent.updateCritics(batch(2));
      boolean moved = !Arrays.equals(policy, agent.policyValues.toArray());
      assertEquals(agent == whole, moved, "the policy's momentum");
      assertEquals(agent == whole, temperature != agent.temperature.parameter());
    }
  }

  @Test
  void shouldMoveTheCriticsByMomentumWhileThePolicyLearns() {
    RlpdAgent whole = agent("wholeTreeAdam");
    RlpdAgent own = agent("");
    whole.update(batch(1));
    own.update(batch(1));
    assertFalse(Arrays.equals(whole.values.toArray(), own.values.toArray()));
    assertArrayEquals(
        own.targets.toArray(), whole.targets.toArray(), "targets follow critics only");
  }

  @Test
  void shouldTeachTheStatesLayerByThePolicysLossToo() {
    RlpdAgent both = agent("stateFeaturesFromActor");
    RlpdAgent critics = agent("");
    both.update(batch(1));
    critics.update(batch(1));
    assertArrayEquals(critics.policyValues.toArray(), both.policyValues.toArray());
    float[] one = critics.values.toArray();
    float[] two = both.values.toArray();
    for (Block block : Shapes.of(CONFIG, SPACES).valueLayout().blocks()) {
      int from = block.offset();
      int to = from + block.length();
      boolean same =
          Arrays.equals(Arrays.copyOfRange(one, from, to), Arrays.copyOfRange(two, from, to));
      assertEquals(!block.name().startsWith("encoder/proprio/"), same, block.name());
    }
  }

  /** Critics that do not see the encoding leave only the policy's way from state to loss. */
  @Test
  void shouldHaveTheGradientOfThePolicysLossInTheStatesLayer() {
    RlpdAgent agent = agent("stateFeaturesFromActor");
    ParameterLayout layout = Shapes.of(CONFIG, SPACES).valueLayout();
    Block first = layout.block("critics/first/W");
    int encodingRows = CONFIG.proprio() * CRITICS * CONFIG.hidden();
    agent.values.write(first.offset(), new float[encodingRows], 0, encodingRows);
    Batch batch = batch(1);
    agent.actorGradients(batch, new SplittableRandom(3));
    ParameterLayout stateLayer = new ParameterLayout();
    for (Block block : layout.blocks()) {
      if (block.name().startsWith("encoder/proprio/")) {
        stateLayer.add(
            block.name(), block.length(), block.initialisation(), block.fanIn(), block.fanOut());
      }
    }
    // without cameras the state's layer comes first in the vector
    assertEquals(0, layout.block("encoder/proprio/W").offset());
    GradientTest.check(
        stateLayer,
        agent.values,
        agent.valueGradients,
        () -> agent.actorLoss(batch, new SplittableRandom(3)));
  }

  @Test
  void shouldNotBootstrapWhereAnEpisodeWasCut() {
    SplittableRandom rng = new SplittableRandom(1);
    ReplayBuffer replay = new ReplayBuffer(4, SPACES, ENCODER);
    replay.beginEpisode(RlpdFixture.observation(SPACES, ENCODER, rng));
    replay.append(new float[3], 1, false, true, RlpdFixture.observation(SPACES, ENCODER, rng));
    Batch cut = new Batch(SPACES, ENCODER, 8);
    replay.sample(rng, cut, 0, 8);
    RlpdAgent terminal = agentWithoutBackupEntropy("timeOutsTerminal");
    RlpdAgent bootstrapping = agentWithoutBackupEntropy("");
    assertEquals(1, terminal.updateCritics(cut).target());
    assertTrue(Math.abs(bootstrapping.updateCritics(cut).target() - 1) > 1e-6);
  }

  private static RlpdAgent agentWithoutBackupEntropy(String parity) {
    RlpdConfig config = RlpdFixture.with(CONFIG, "{\"backupEntropy\": false}");
    return new RlpdAgent(
        parity.isEmpty() ? config : RlpdFixture.withParity(config, parity), SPACES, 7);
  }

  @Test
  void shouldDrawTheTemperaturesEntropyAnew() {
    RlpdAgent fresh = agent("freshEntropy");
    RlpdAgent reused = agent("");
    UpdateReport one = fresh.update(batch(1));
    UpdateReport two = reused.update(batch(1));
    assertNotEquals(two.entropy(), one.entropy());
    assertEquals(two.entropy(), one.entropy(), 2, "an estimate of the same entropy");
    assertArrayEquals(reused.values.toArray(), fresh.values.toArray());
    assertArrayEquals(reused.policyValues.toArray(), fresh.policyValues.toArray());
  }

  @Test
  void shouldTakeTheWholeEntropyFromTheTarget() {
    RlpdConfig blind = RlpdFixture.with(CONFIG, "{\"discount\": 0}");
    Batch batch = batch(1);
    RlpdAgent discounted = new RlpdAgent(blind, SPACES, 7);
    RlpdAgent whole =
        new RlpdAgent(RlpdFixture.withParity(blind, "undiscountedEntropy"), SPACES, 7);
    double mean = discounted.updateCritics(batch).target();
    UpdateReport report = whole.updateCritics(batch);
    // y = r - alpha log pi', and H = -mean log pi'
    assertEquals(mean + CONFIG.initialTemperature() * report.entropy(), report.target(), 1e-5);
  }

  @Test
  void shouldGoOnBitForBitWithEverySwitchAfterSaveAndLoad() throws IOException {
    RlpdConfig config = RlpdFixture.with(CONFIG, "{\"warmUp\": 7}");
    for (String name :
        List.of(
            "sharedHead",
            "wholeTreeAdam",
            "stateFeaturesFromActor",
            "timeOutsTerminal",
            "freshEntropy",
            "undiscountedEntropy")) {
      config = RlpdFixture.withParity(config, name);
    }
    RlpdAgent whole = new RlpdAgent(config, SPACES, 7);
    train(whole, 0, 6);
    Path file = folder.resolve("agent.bin");
    whole.save(file);
    train(whole, 6, 6);
    RlpdAgent resumed = RlpdAgent.load(file, SPACES);
    train(resumed, 6, 6);
    assertArrayEquals(whole.values.toArray(), resumed.values.toArray());
    assertArrayEquals(whole.policyValues.toArray(), resumed.policyValues.toArray());
    assertEquals(whole.temperature.parameter(), resumed.temperature.parameter());
  }

  private static void train(RlpdAgent agent, int from, int updates) {
    for (int i = from; i < from + updates; i++) {
      if (i % 2 == 0) {
        agent.updateCritics(batch(i));
      } else {
        agent.update(batch(i));
      }
    }
  }
}
