package org.serl4j.agent.encoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.serl4j.agent.network.FeatureMap;

/**
 * The frozen convolutional trunk in ONNX Runtime on one thread. Input and output memory is reused,
 * so one thread uses it at a time. Provenance: {@code backbone/NOTICE} in the resources.
 */
final class Backbone implements AutoCloseable {
  static final int IMAGE_SIZE = 128;
  private static final int CHANNELS = 3;

  /** Both feature maps. */
  private static final Trunk WHOLE =
      new Trunk(
          "mobilenetv2-oid-128.onnx",
          "59095dc25c830ea5a0bbf4b4b4e68beca11d6fd016710a21a78a9bc30a48fb2a");

  /** The same up to t168: ONNX Runtime computes the whole graph, whatever it is asked for. */
  private static final Trunk UP_TO_T168 =
      new Trunk(
          "mobilenetv2-oid-128-t168.onnx",
          "d023c9f34690c5b167b62bf62ffe3397bbd622d76568e255fbd3ab9304ac0cd2");

  /** A graph among the resources. */
  private record Trunk(String file, String sha256) {
    static Trunk of(List<FeatureMap> maps) {
      return maps.stream().allMatch(map -> map.name().equals("t168")) ? UP_TO_T168 : WHOLE;
    }

    byte[] read() {
      try (InputStream in =
          Backbone.class.getResourceAsStream("/org/serl4j/agent/backbone/" + file)) {
        if (in == null) {
          throw new IllegalStateException("the backbone " + file + " is not in this build");
        }
        byte[] graph = in.readAllBytes();
        String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(graph));
        if (!sum.equals(sha256)) {
          throw new IllegalStateException(
              "the backbone " + file + " is damaged: sha256 " + sum + ", expected " + sha256);
        }
        return graph;
      } catch (IOException e) {
        throw new UncheckedIOException("the backbone cannot be read", e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no SHA-256", e);
      }
    }
  }

  private final List<FeatureMap> maps;
  private final int maxImages;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String inputName;
  private final Set<String> outputNames;
  private final ByteBuffer input;
  private final float[] plane = new float[CHANNELS * IMAGE_SIZE * IMAGE_SIZE];
  private final float[][] outputs;

  /**
   * @param maxImages largest number of images of one {@link #run}
   */
  Backbone(List<FeatureMap> maps, int maxImages) {
    this.maps = List.copyOf(maps);
    this.maxImages = maxImages;
    this.environment = OrtEnvironment.getEnvironment();
    this.session = open(environment, Trunk.of(maps));
    this.inputName = session.getInputNames().iterator().next();
    this.outputNames = new LinkedHashSet<>();
    this.outputs = new float[maps.size()][];
    for (int m = 0; m < maps.size(); m++) {
      outputNames.add(maps.get(m).name());
      outputs[m] = new float[maxImages * maps.get(m).size()];
    }
    this.input =
        ByteBuffer.allocateDirect(4 * maxImages * plane.length).order(ByteOrder.nativeOrder());
  }

  private static OrtSession open(OrtEnvironment environment, Trunk trunk) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      return environment.createSession(trunk.read(), options);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the backbone: " + e.getMessage(), e);
    }
  }

  /**
   * Puts an image, moved by whole pixels, at a place of the next run; the border repeats the edge.
   *
   * <pre>input[slot, channel, y, x] = image[clamp(y + dy), clamp(x + dx), channel] / 127.5 - 1
   * </pre>
   *
   * @param image row-major RGB bytes, {@link #IMAGE_SIZE} squared; not modified
   */
  void put(int slot, byte[] image, int dx, int dy) {
    int n = IMAGE_SIZE;
    float unit = 1 / 127.5f;
    for (int y = 0; y < n; y++) {
      int sourceY = Math.max(0, Math.min(n - 1, y + dy));
      for (int x = 0; x < n; x++) {
        int source = (sourceY * n + Math.max(0, Math.min(n - 1, x + dx))) * CHANNELS;
        int target = y * n + x;
        plane[target] = (image[source] & 0xff) * unit - 1;
        plane[n * n + target] = (image[source + 1] & 0xff) * unit - 1;
        plane[2 * n * n + target] = (image[source + 2] & 0xff) * unit - 1;
      }
    }
    input.asFloatBuffer().put(slot * plane.length, plane);
  }

  /** Runs the images put in places 0 to {@code images - 1}; see {@link #output}. */
  void run(int images) {
    if (images > maxImages) {
      throw new IllegalArgumentException(images + " images, made for " + maxImages);
    }
    long[] shape = {images, CHANNELS, IMAGE_SIZE, IMAGE_SIZE};
    FloatBuffer pixels = input.asFloatBuffer().limit(images * plane.length);
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, pixels, shape);
        OrtSession.Result result = session.run(Map.of(inputName, tensor), outputNames)) {
      for (int m = 0; m < maps.size(); m++) {
        OnnxTensor map = (OnnxTensor) result.get(maps.get(m).name()).orElseThrow();
        map.getFloatBuffer().get(outputs[m], 0, images * maps.get(m).size());
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the backbone failed: " + e.getMessage(), e);
    }
  }

  /** SHA-256 of the whole graph, whichever part of it runs. */
  static String weightsHash() {
    return WHOLE.sha256;
  }

  /** Output of a feature map: images x channels x positions; overwritten by the next run. */
  float[] output(int map) {
    return outputs[map];
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot be closed: " + e.getMessage(), e);
    }
  }
}
