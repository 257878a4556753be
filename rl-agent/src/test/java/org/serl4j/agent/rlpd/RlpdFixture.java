package org.serl4j.agent.rlpd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.Outcome;
import org.serl4j.agent.replay.ReplayBuffer;

/** Small spaces and random transitions for the tests of the agent. */
public final class RlpdFixture {
  private RlpdFixture() {}

  public static Spaces spaces(int cameras, int state, int action) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cameras; i++) {
      names.add("wrist_" + (i + 1));
    }
    return new Spaces(
        VectorLayout.builder().add("state", state, "1", 2).build(),
        names,
        128,
        VectorLayout.builder().add("action", action, "1", 1).build());
  }

  /** The same with a learned gripper behind the continuous elements. */
  public static Spaces withGripper(Spaces spaces) {
    return new Spaces(
        spaces.state(),
        spaces.cameras(),
        spaces.imageSize(),
        VectorLayout.builder()
            .add("action", spaces.action().size(), "1", 1)
            .addDiscrete("gripper")
            .build());
  }

  public static RlpdConfig config(int batch, int hidden, int bottleneck, EncoderConfig encoder) {
    return new RlpdConfig(
        batch,
        4,
        2,
        hidden,
        bottleneck,
        16,
        8,
        0.1,
        0.97,
        0.005,
        3e-4,
        0.1,
        -0.5,
        false,
        4,
        encoder);
  }

  /**
   * A configuration with other values.
   *
   * @param changes JSON object of names and values, such as {@code {"nStep": 3}}
   */
  static RlpdConfig with(RlpdConfig config, String changes) {
    try {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode tree = mapper.valueToTree(config);
      tree.setAll((ObjectNode) mapper.readTree(changes));
      return mapper.treeToValue(tree, RlpdConfig.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(changes, e);
    }
  }

  static RlpdConfig imitating(RlpdConfig config, Imitation imitation) {
    ObjectMapper mapper = new ObjectMapper();
    return with(
        config,
        mapper.createObjectNode().set("imitation", mapper.valueToTree(imitation)).toString());
  }

  /** {@link Parity} with one switch on. */
  static RlpdConfig withParity(RlpdConfig config, String name) {
    try {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode tree = mapper.valueToTree(config);
      ObjectNode parity = (ObjectNode) tree.get("parity");
      if (!parity.has(name)) {
        throw new IllegalArgumentException("no switch " + name);
      }
      parity.put(name, true);
      return mapper.treeToValue(tree, RlpdConfig.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  public static EncodedObservation observation(
      Spaces spaces, EncoderConfig encoder, SplittableRandom rng) {
    float[] state = new float[spaces.state().size()];
    for (int i = 0; i < state.length; i++) {
      state[i] = (float) rng.nextGaussian();
    }
    List<byte[]> features = new ArrayList<>();
    for (int camera = 0; camera < spaces.cameras().size(); camera++) {
      byte[] bytes = new byte[encoder.frameBytes()];
      rng.nextBytes(bytes);
      features.add(bytes);
    }
    return new EncodedObservation(state, features);
  }

  static ReplayBuffer replay(Spaces spaces, EncoderConfig encoder, int steps, long seed) {
    SplittableRandom rng = new SplittableRandom(seed);
    ReplayBuffer replay = new ReplayBuffer(steps + 10, spaces, encoder);
    replay.beginEpisode(observation(spaces, encoder, rng));
    for (int i = 0; i < steps; i++) {
      float[] action = new float[spaces.action().size()];
      for (int j = 0; j < action.length; j++) {
        action[j] = (float) rng.nextDouble(-1, 1);
      }
      boolean end = i % 7 == 6;
      Outcome outcome = new Outcome(rng.nextGaussian(), end, false, end, i % 3 == 0 ? -0.02 : 0);
      ActedBy actedBy = i % 2 == 0 ? ActedBy.EXPERT : ActedBy.POLICY;
      replay.append(action, outcome, actedBy, observation(spaces, encoder, rng));
      if (end) {
        replay.beginEpisode(observation(spaces, encoder, rng));
      }
    }
    return replay;
  }

  public static Batch batch(Spaces spaces, RlpdConfig config, long seed) {
    ReplayBuffer replay = replay(spaces, config.encoder(), 40, seed);
    Batch batch = new Batch(spaces, config.encoder(), config.batch());
    replay.sample(new SplittableRandom(seed), batch, 0, config.batch());
    return batch;
  }
}
