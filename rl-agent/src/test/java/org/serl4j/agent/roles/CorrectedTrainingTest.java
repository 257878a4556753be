package org.serl4j.agent.roles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.NativeThreads;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.intervention.Intervention;
import org.serl4j.agent.intervention.ScriptedOperator;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.Policy;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;

/** A scripted operator corrects the point's policy, in lock-step. */
@Timeout(60)
class CorrectedTrainingTest {
  private static final int STEPS = 120;
  private static final RlpdConfig SMALL =
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
          1,
          EncoderConfig.defaults());

  @BeforeAll
  static void oneNativeThread() {
    NativeThreads.single();
  }

  /** Everything that a run leaves. */
  private static final class Run {
    final List<ActedBy> acting = new ArrayList<>();
    final List<Float> executed = new ArrayList<>();
    int corrected;
    int demos;
    float[] policy = {};
  }

  private static Run run(long seed) {
    Run run = new Run();
    PointEnvironment environment = new PointEnvironment();
    ReplayBuffer demos = new ReplayBuffer(500, environment.spaces(), SMALL.encoder());
    // the expert pushes towards 0 as the observation's sign says
    float[] side = new float[1];
    Supplier<float[]> expert = () -> new float[] {-side[0]};
    ScriptedOperator operator =
        new ScriptedOperator(noise -> expert, new ScriptedOperator.Habits(0.2, 6, 1, 4));
    EpisodeListener listener =
        new EpisodeListener() {
          @Override
          public void begun(Observation first) {
            side[0] = first.state()[1];
          }

          @Override
          public void acting(ActedBy actedBy) {
            run.acting.add(actedBy);
          }

          @Override
          public void stepped(Observation before, Step step) {
            side[0] = step.observation().state()[1];
            run.executed.add(step.action()[0]);
          }
        };
    try (FrameEncoder encoder = FrameEncoder.open(environment.spaces(), SMALL.encoder(), seed)) {
      Actor actor =
          new Actor(
              environment,
              encoder,
              new Policy(SMALL, environment.spaces()),
              Actor.Mode.SAMPLED,
              seed,
              new Intervention(operator, environment.spaces(), 2),
              listener);
      Learner learner =
          new Learner(
              new RlpdAgent(SMALL, environment.spaces(), seed),
              environment.spaces(),
              demos,
              new LearnerConfig(500, 20, 0.5),
              seed);
      try (Training training = new LockStep(actor, learner, 1, 30_000)) {
        for (int i = 0; i < STEPS; i++) {
          training.advance();
        }
      }
      run.corrected = (int) run.acting.stream().filter(by -> by == ActedBy.HUMAN).count();
      run.demos = learner.demos().size();
      assertEquals(STEPS, learner.online().size());
      run.policy = learner.parameters().policy();
    }
    return run;
  }

  @Test
  void shouldStoreEveryCorrectedStepInBothBuffers() {
    Run run = run(1);
    assertTrue(run.corrected > STEPS / 10 && run.corrected < STEPS, run.corrected + " corrected");
    assertEquals(run.corrected, run.demos);
    assertEquals(STEPS, run.acting.size());
  }

  @Test
  void shouldRepeatBitForBit() {
    Run one = run(3);
    Run two = run(3);
    assertEquals(one.acting, two.acting);
    assertEquals(one.executed, two.executed);
    assertArrayEquals(one.policy, two.policy);
  }
}
