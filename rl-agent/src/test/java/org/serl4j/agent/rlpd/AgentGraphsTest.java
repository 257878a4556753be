package org.serl4j.agent.rlpd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.dl4j.AgentGraphs;
import org.serl4j.agent.replay.Batch;

/** The DL4J graphs and the agent's own way through the kernels are the same networks. */
class AgentGraphsTest {
  private static final EncoderConfig ENCODER = new EncoderConfig(List.of("t168", "t194"), 1, 4);
  private static final Spaces SPACES = RlpdFixture.spaces(2, 5, 3);
  private static final RlpdConfig CONFIG = RlpdFixture.config(6, 32, 24, ENCODER);
  private static final RlpdConfig CONVOLVED =
      RlpdFixture.config(6, 32, 24, new EncoderConfig(ENCODER.featureMaps(), 1, 4, 12, 0));

  private final Path folder;

  AgentGraphsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static List<RlpdConfig> configs() {
    return List.of(CONFIG, CONVOLVED);
  }

  private static INDArray[] inputs(RlpdConfig config, Batch batch) {
    int rows = config.batch();
    INDArray[] inputs = new INDArray[6];
    int n = 0;
    for (int camera = 0; camera < 2; camera++) {
      int from = 0;
      for (var map : config.encoder().maps()) {
        float[][] floats = new float[rows][map.size()];
        int quarter = map.size() / 4;
        for (int row = 0; row < rows; row++) {
          for (int i = 0; i < map.size(); i++) {
            int word = batch.features().word(camera, row, from + i % quarter);
            floats[row][i] =
                (float) (byte) (word >> (8 * (i / quarter))) / FeaturePacking.STEPS_PER_UNIT;
          }
        }
        from += quarter;
        inputs[n++] = Nd4j.create(floats);
      }
    }
    float[] states = batch.states().clone();
    for (int i = 0; i < states.length; i++) {
      states[i] /= 2; // the fixture's scale
    }
    inputs[4] = Nd4j.create(states, new long[] {rows, 5}, 'c');
    inputs[5] = Nd4j.create(batch.actions().clone(), new long[] {rows, 3}, 'c');
    return inputs;
  }

  private static double meanSquaredError(INDArray values, RlpdAgent agent) {
    double sum = 0;
    for (int row = 0; row < CONFIG.batch(); row++) {
      for (int i = 0; i < CONFIG.critics(); i++) {
        double error = values.getFloat(row, i) - agent.target(row);
        sum += error * error;
      }
    }
    return sum / (CONFIG.batch() * CONFIG.critics());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void shouldGiveTheAgentsLossFromTheGraphsOutput(RlpdConfig config) {
    RlpdAgent agent = new RlpdAgent(config, SPACES, 3);
    Batch batch = RlpdFixture.batch(SPACES, config, 4);
    agent.computeTargets(batch, new SplittableRandom(5));
    double loss = agent.criticLoss(batch);
    INDArray values = agent.networks.valueGraph.output(false, inputs(config, batch))[0];
    assertEquals(loss, meanSquaredError(values, agent), 1e-5 * loss);
  }

  @Test
  void shouldGiveTheSameGradientsLayerByLayer() {
    RlpdAgent agent = new RlpdAgent(CONFIG, SPACES, 3);
    INDArray x = Nd4j.rand(4, CONFIG.proprio() + 2 * CONFIG.bottleneck());
    var layer = agent.networks.policyGraph.getLayer("policy/first");
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    layer.setInput(x, none);
    INDArray weights = Nd4j.rand(4, CONFIG.hidden());
    INDArray dx = layer.backpropGradient(weights, none).getSecond();
    double h = 1e-2;
    for (int j = 0; j < 5; j++) {
      INDArray up = x.dup().putScalar(1, j, x.getDouble(1, j) + h);
      INDArray down = x.dup().putScalar(1, j, x.getDouble(1, j) - h);
      double numeric =
          (layer.activate(up, false, none).mul(weights).sumNumber().doubleValue()
                  - layer.activate(down, false, none).mul(weights).sumNumber().doubleValue())
              / (2 * h);
      assertEquals(numeric, dx.getDouble(1, j), 2e-3);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void shouldReadAnExportedModelBackWithTheSameOutput(RlpdConfig config) throws IOException {
    RlpdAgent agent = new RlpdAgent(config, SPACES, 3);
    Batch batch = RlpdFixture.batch(SPACES, config, 4);
    Path file = folder.resolve("value.zip");
    AgentGraphs.export(agent.networks.valueGraph, file);
    ComputationGraph restored = AgentGraphs.restore(file);
    assertArrayEquals(
        agent.networks.valueGraph.output(false, inputs(config, batch))[0].data().asFloat(),
        restored.output(false, inputs(config, batch))[0].data().asFloat());
    assertEquals(agent.networks.valueGraph.getConfiguration(), restored.getConfiguration());
  }
}
