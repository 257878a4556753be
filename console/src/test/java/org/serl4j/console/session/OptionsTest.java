package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.PolicyParameters;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.agent.rlpd.UpdateReport;
import org.serl4j.agent.roles.Learner;
import org.serl4j.agent.roles.LearnerConfig;
import org.serl4j.agent.roles.Transition;

/** Every option of {@code --config} at its extremes: a tiny training, finite and repeatable. */
class OptionsTest {
  private static final Map<String, String> TINY =
      Map.of(
          "batch",
          "4",
          "hidden",
          "8",
          "bottleneck",
          "8",
          "proprio",
          "4",
          "embeddings",
          "2",
          "encoder.copies",
          "1",
          "encoder.shiftCells",
          "0",
          "encoder.featureMaps",
          "t194",
          "critics",
          "3");
  private static final int LEARNER_STEPS = 2;
  private static final int STEPS = 24;

  @BeforeAll
  static void useOneThread() {
    NativeThreads.single();
  }

  private static RlpdConfig config(String overrides) {
    Map<String, String> all = new TreeMap<>(TINY);
    for (String override : overrides.split(" ")) {
      int equals = override.indexOf('=');
      all.put(override.substring(0, equals), override.substring(equals + 1));
    }
    return Hyperparameters.with(all);
  }

  /** What a training came to. */
  private record Trained(UpdateReport report, PolicyParameters parameters) {}

  private static Trained train(RlpdConfig config, int cameras) {
    Spaces spaces =
        new Spaces(
            VectorLayout.builder().add("state", 3, "1", 1).build(),
            cameras == 0 ? List.of() : List.of("wrist"),
            128,
            VectorLayout.builder().add("action", 2, "1", 1).build());
    RlpdAgent agent = new RlpdAgent(config, spaces, 1);
    ReplayBuffer demos = config.replay(STEPS + 8, spaces);
    try (FrameEncoder encoder = FrameEncoder.open(spaces, config.encoder(), 2)) {
      FeatureCalibration calibration =
          encoder.calibrate(List.of(observation(spaces, 0), observation(spaces, 1)));
      agent.useCalibration(calibration);
      for (int i = 0; i < STEPS; i++) {
        transition(encoder, spaces, i).appendTo(demos);
      }
      LearnerConfig mix = new LearnerConfig(2 * STEPS, 1, config.demoShare());
      try (Learner learner = new Learner(agent, spaces, demos, mix, 3)) {
        for (int i = 0; i < STEPS; i++) {
          learner.take(transition(encoder, spaces, STEPS + i));
        }
        UpdateReport report = learner.learn();
        for (int i = 1; i < LEARNER_STEPS; i++) {
          report = learner.learn();
        }
        return new Trained(report, agent.policyParameters());
      }
    }
  }

  private static Observation observation(Spaces spaces, int number) {
    SplittableRandom rng = RandomStreams.of(7, number);
    float[] state = new float[3];
    for (int i = 0; i < 3; i++) {
      state[i] = (float) rng.nextDouble(-1, 1);
    }
    byte[] image = new byte[spaces.imageBytes()];
    rng.nextBytes(image);
    return new Observation(state, spaces.cameras().isEmpty() ? List.of() : List.of(image));
  }

  /** Episodes of 8 steps; every second one terminates, the others are cut. */
  private static Transition transition(FrameEncoder encoder, Spaces spaces, int i) {
    EncodedObservation first = i % 8 == 0 ? encoder.encode(observation(spaces, 1000 + i)) : null;
    boolean end = i % 8 == 7;
    boolean terminated = end && i % 16 == 7;
    float[] action = {(float) Math.sin(i), (float) Math.cos(i)};
    return new Transition(
        first,
        action,
        Math.sin(3.0 * i),
        terminated,
        end && !terminated,
        terminated,
        0,
        i < STEPS ? ActedBy.EXPERT : ActedBy.POLICY,
        encoder.encode(observation(spaces, i)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "critics=1 criticSubset=1",
        "critics=20",
        "criticSubset=1",
        "criticSubset=3",
        "encoder.shiftCells=4",
        "nStep=1",
        "nStep=10",
        "discount=0",
        "discount=1",
        "discount=1 nStep=10",
        "batch=1",
        "criticUpdatesPerStep=1",
        "criticUpdatesPerStep=20",
        "criticUpdatesPerStep=20 splitBatch=true",
        "criticUpdatesPerStep=1 splitBatch=true",
        "dropout=0",
        "dropout=0.9",
        "tau=0",
        "tau=1",
        "learningRate=0",
        "warmUp=1",
        "warmUp=1000",
        "backupEntropy=true",
        "demoShare=0",
        "demoShare=1",
        "proprio=0",
        "imitation.updates=1 imitation.residual=2",
        "imitation.updates=1 imitation.residual=0 splitBatch=true",
        "parity.sharedHead=true",
        "parity.wholeTreeAdam=true",
        "parity.stateFeaturesFromActor=true",
        "parity.timeOutsTerminal=true",
        "parity.freshEntropy=true",
        "parity.undiscountedEntropy=true backupEntropy=true"
      })
  void shouldTrainFinitelyAndRepeatably(String overrides) {
    requireFiniteAndRepeatable(config(overrides), 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nStep=10",
        "proprio=0",
        "splitBatch=true criticUpdatesPerStep=2 criticSubset=3",
        "pixelReplay=true batch=2 criticUpdatesPerStep=1",
        "pixelReplay=true batch=1 criticUpdatesPerStep=2 splitBatch=true demoShare=1 nStep=3"
      })
  void shouldTrainFinitelyAndRepeatablyWithACamera(String overrides) {
    requireFiniteAndRepeatable(config(overrides), 1);
  }

  private static void requireFiniteAndRepeatable(RlpdConfig config, int cameras) {
    Trained once = train(config, cameras);
    Trained again = train(config, cameras);
    assertEquals((long) LEARNER_STEPS * config.criticUpdatesPerStep(), once.report.update());
    for (double number :
        new double[] {
          once.report.criticLoss(),
          once.report.value(),
          once.report.target(),
          once.report.actorLoss(),
          once.report.temperature(),
          once.report.temperatureLoss(),
          once.report.entropy()
        }) {
      assertTrue(Double.isFinite(number), once.report.toString());
    }
    for (float[] parameters : List.of(once.parameters.encoder(), once.parameters.policy())) {
      for (float parameter : parameters) {
        assertTrue(Float.isFinite(parameter));
      }
    }
    assertEquals(once.report, again.report);
    assertArrayEquals(once.parameters.encoder(), again.parameters.encoder());
    assertArrayEquals(once.parameters.policy(), again.parameters.policy());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "critics=0 | critics = 0, at least 1",
        "criticSubset=0 | criticSubset = 0, from 1 to 3",
        "criticSubset=4 | criticSubset = 4, from 1 to 3",
        "nStep=0 | nStep = 0, from 1 to 1000",
        "nStep=1001 | nStep = 1001, from 1 to 1000",
        "discount=-0.1 | discount = -0.1, from 0.0 to 1.0",
        "discount=1.1 | discount = 1.1, from 0.0 to 1.0",
        "batch=0 | batch = 0, from 1 to 65536",
        "batch=65537 | batch = 65537, from 1 to 65536",
        "criticUpdatesPerStep=0 | criticUpdatesPerStep = 0, from 1 to 1000",
        "criticUpdatesPerStep=1001 | criticUpdatesPerStep = 1001, from 1 to 1000",
        "dropout=-0.1 | dropout = -0.1, from 0.0 to 0.9",
        "dropout=1 | dropout = 1.0, from 0.0 to 0.9",
        "tau=-0.1 | tau = -0.1, from 0.0 to 1.0",
        "tau=1.1 | tau = 1.1, from 0.0 to 1.0",
        "warmUp=-1 | warmUp = -1, at least 0",
        "demoShare=-0.1 | demoShare = -0.1, from 0.0 to 1.0",
        "demoShare=1.5 | demoShare = 1.5, from 0.0 to 1.0",
        "proprio=-1 | proprio = -1, at least 0",
        "pixelReplay=true encoder.copies=4 | encoder.copies = 4 and encoder.shiftCells = 0, 1 and 0",
        "pixelReplay=true encoder.shiftCells=1 | encoder.copies = 1 and encoder.shiftCells = 1, 1",
        "encoder.shiftCells=-1 | shift -1 cells (0 to 4)",
        "encoder.shiftCells=5 | shift 5 cells (0 to 4)",
        "parity.sharedHeads=true | no hyperparameter 'parity.sharedHeads'"
      })
  void shouldRefuseAValueOutOfRangeInOneLine(String overrides, String expected) {
    String said =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> config(overrides)).getMessage());
    assertTrue(said.contains(expected), said);
    assertEquals(1, said.lines().count());
  }
}
