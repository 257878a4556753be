package org.serl4j.agent.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.rlpd.RlpdAgent;
import org.serl4j.agent.rlpd.RlpdConfig;

/** What a person does goes to both buffers, piece by piece. */
class CorrectionReplayTest {
  private static final EncoderConfig ENCODER = EncoderConfig.defaults();
  private static final Spaces SPACES = new PointEnvironment().spaces();

  private static EncodedObservation at(int place) {
    return new EncodedObservation(new float[] {place, 0}, List.of());
  }

  private static Transition step(int from, ActedBy actedBy, boolean first, boolean last) {
    return new Transition(
        first ? at(from) : null, new float[1], 0, false, last, false, 0, actedBy, at(from + 1));
  }

  @Test
  void shouldStoreCorrectionsAsSegmentsThatAreNeverJoined() {
    ReplayBuffer demos = new ReplayBuffer(100, SPACES, ENCODER);
    RlpdAgent agent = new RlpdAgent(RlpdConfig.defaults(), SPACES, 1);
    Learner learner = new Learner(agent, SPACES, demos, new LearnerConfig(100, 1, 0.5), 1);
    // P: policy, H: human; the second episode begins with the human's hand on the arm
    String[] episodes = {"PHHPPHP", "HHPPH"};
    int place = 0;
    for (String episode : episodes) {
      for (int i = 0; i < episode.length(); i++, place++) {
        ActedBy actedBy = episode.charAt(i) == 'H' ? ActedBy.HUMAN : ActedBy.POLICY;
        learner.take(step(place, actedBy, i == 0, i == episode.length() - 1));
      }
      place += 10;
    }
    assertEquals(12, learner.online().size());
    assertEquals(6, demos.size());
    assertFalse(demos.isOpen());
    Batch batch = new Batch(SPACES, ENCODER, 400, 5, 0.9);
    demos.sample(new SplittableRandom(1), batch, 0, 400);
    Set<String> spans = new TreeSet<>();
    for (int row = 0; row < 400; row++) {
      assertEquals(ActedBy.HUMAN, batch.actedBy()[row]);
      spans.add((int) batch.states()[2 * row] + "-" + (int) batch.nextStates()[2 * row]);
    }
    assertEquals(Set.of("1-3", "2-3", "5-6", "17-19", "18-19", "21-22"), spans);
  }
}
