package org.serl4j.agent.network.dl4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.learning.config.Adam;
import org.serl4j.agent.network.Block;
import org.serl4j.agent.network.CriticShape;
import org.serl4j.agent.network.DenseShape;
import org.serl4j.agent.network.EncoderShape;
import org.serl4j.agent.network.FeatureMap;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.GraspShape;
import org.serl4j.agent.network.Initialisation;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.PolicyShape;
import org.serl4j.agent.network.SpatialEmbedding;

/**
 * The agent's networks as DL4J graphs.
 *
 * <ul>
 *   <li>value: inputs {@code cameraK/map} (float features, rows x size), {@code state} (divided by
 *       its scale) and {@code action}; output the values of all critics. Encoder and critics.
 *   <li>policy: input the encoding; output the means, then the log deviations.
 *   <li>grasp, where the action has a gripper: input the encoding; output the values of close, stay
 *       and open.
 * </ul>
 */
public final class AgentGraphs {
  private AgentGraphs() {}

  private static ComputationGraphConfiguration.GraphBuilder builder(double rate) {
    return new NeuralNetConfiguration.Builder()
        .updater(new Adam(rate))
        .miniBatch(false)
        .trainingWorkspaceMode(WorkspaceMode.NONE)
        .inferenceWorkspaceMode(WorkspaceMode.NONE)
        .graphBuilder();
  }

  /** Encoder and critics; not yet initialised values. */
  public static ComputationGraph value(EncoderShape encoder, CriticShape critics, double rate) {
    ComputationGraphConfiguration.GraphBuilder graph = builder(rate);
    List<String> inputs = names("", encoder.cameras(), encoder.maps());
    List<String> maps = inputs;
    List<String> all = new ArrayList<>(inputs);
    all.addAll(List.of("state", "action"));
    graph.addInputs(all);
    if (encoder.convolved()) {
      maps = convolve(graph, encoder, inputs);
    }
    List<String> embeddings = names("encoder/", encoder.cameras(), encoder.embedded());
    int fanIn = 0;
    for (FeatureMap map : encoder.embedded()) {
      fanIn += map.size();
    }
    for (int i = 0; i < embeddings.size(); i++) {
      FeatureMap map = encoder.embedded().get(i % encoder.embedded().size());
      SpatialEmbedding shape =
          new SpatialEmbedding(map.channels(), map.positions(), encoder.embeddings());
      graph.addLayer(embeddings.get(i), new SpatialEmbeddingLayer(shape, fanIn), maps.get(i));
    }
    List<String> encoding = new ArrayList<>();
    if (encoder.cameras() > 0) {
      String[] parts = embeddings.toArray(new String[0]);
      graph.addVertex("embeddings", new MergeVertex(), parts);
      add(graph, "encoder/image", encoder.image(), Initialisation.LECUN_NORMAL, "embeddings");
      encoding.add("encoder/image");
    }
    Initialisation xavier = Initialisation.XAVIER_UNIFORM;
    if (encoder.proprio() > 0) {
      add(graph, "encoder/proprio", encoder.proprioception(), xavier, "state");
    }
    encoding.add(encoder.proprio() > 0 ? "encoder/proprio" : "state");
    encoding.add("action");
    graph.addVertex("criticInput", new MergeVertex(), encoding.toArray(new String[0]));
    add(graph, "critics/first", critics.first(), xavier, "criticInput");
    add(graph, "critics/second", critics.second(), xavier, "critics/first");
    add(graph, "critics/head", critics.head(), xavier, "critics/second");
    graph.setOutputs("critics/head");
    return open(graph);
  }

  private static List<String> names(String prefix, int cameras, List<FeatureMap> maps) {
    List<String> names = new ArrayList<>();
    for (int camera = 0; camera < cameras; camera++) {
      for (FeatureMap map : maps) {
        names.add(prefix + "camera" + camera + "/" + map.name());
      }
    }
    return names;
  }

  /** The convolution that all cameras share; returns the names of each camera's planes. */
  private static List<String> convolve(
      ComputationGraphConfiguration.GraphBuilder graph, EncoderShape encoder, List<String> inputs) {
    graph.addVertex("maps", new MergeVertex(), inputs.toArray(new String[0]));
    graph.addLayer(
        "encoder/convolution",
        new PlaneConvolutionLayer(encoder.convolutionShape(), encoder.cameras()),
        "maps");
    List<String> planes = new ArrayList<>();
    int size = encoder.embedded().get(0).size();
    for (int camera = 0; camera < encoder.cameras(); camera++) {
      String name = "planes" + camera;
      graph.addVertex(
          name, new SubsetVertex(camera * size, (camera + 1) * size - 1), "encoder/convolution");
      planes.add(name);
    }
    return planes;
  }

  /** The policy; not yet initialised values. */
  public static ComputationGraph policy(PolicyShape policy, double rate) {
    ComputationGraphConfiguration.GraphBuilder graph = builder(rate);
    Initialisation xavier = Initialisation.XAVIER_UNIFORM;
    graph.addInputs("encoding");
    add(graph, "policy/first", policy.first(), xavier, "encoding");
    add(graph, "policy/second", policy.second(), xavier, "policy/first");
    add(graph, "policy/heads", policy.heads(), xavier, "policy/second");
    graph.setOutputs("policy/heads");
    return open(graph);
  }

  /** The gripper's critic; not yet initialised values. */
  public static ComputationGraph grasp(GraspShape grasp, double rate) {
    ComputationGraphConfiguration.GraphBuilder graph = builder(rate);
    Initialisation xavier = Initialisation.XAVIER_UNIFORM;
    graph.addInputs("encoding");
    add(graph, "grasp/first", grasp.first(), xavier, "encoding");
    add(graph, "grasp/second", grasp.second(), xavier, "grasp/first");
    add(graph, "grasp/head", grasp.head(), xavier, "grasp/second");
    graph.setOutputs("grasp/head");
    return open(graph);
  }

  private static void add(
      ComputationGraphConfiguration.GraphBuilder graph,
      String name,
      DenseShape shape,
      Initialisation weights,
      String input) {
    graph.addLayer(name, new DenseGroupLayer(shape, weights), input);
  }

  private static ComputationGraph open(ComputationGraphConfiguration.GraphBuilder builder) {
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    graph.initGradientsView();
    return graph;
  }

  /**
   * The graph's parameters; the graph must stay reachable.
   *
   * @throws IllegalStateException if the graph orders its parameters otherwise than the layout
   */
  public static Floats parameters(ComputationGraph graph, ParameterLayout layout) {
    Floats flat = NativeView.of(graph.params());
    for (Block block : layout.blocks()) {
      int slash = block.name().lastIndexOf('/');
      String layer = block.name().substring(0, slash);
      long offset = graph.getLayer(layer).getParam(block.name().substring(slash + 1)).offset();
      if (offset != block.offset()) {
        throw new IllegalStateException(
            "the graph has " + block.name() + " at " + offset + ", expected " + block.offset());
      }
    }
    if (flat.length() != layout.length()) {
      throw new IllegalStateException("the graph has parameters that the layout does not know");
    }
    return flat;
  }

  /** The graph's flat gradients; the graph must stay reachable. */
  public static Floats gradients(ComputationGraph graph) {
    return NativeView.of(graph.getFlattenedGradients());
  }

  /** Writes a graph as a DL4J model (zip), for other programs. */
  public static void export(ComputationGraph graph, Path file) throws IOException {
    ModelSerializer.writeModel(graph, file.toFile(), false);
  }

  /** Reads what {@link #export} wrote. */
  public static ComputationGraph restore(Path file) throws IOException {
    return ModelSerializer.restoreComputationGraph(file.toFile(), false);
  }
}
