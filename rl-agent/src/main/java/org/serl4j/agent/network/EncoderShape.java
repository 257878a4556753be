package org.serl4j.agent.network;

import java.util.List;
import org.serl4j.agent.network.DenseShape.Activation;

/**
 * Sizes of the trainable encoder behind the frozen backbone.
 *
 * @param cameras number of cameras, 0 for state only
 * @param maps feature maps of each camera
 * @param embeddings spatial learned embeddings of each channel
 * @param bottleneck features of each camera
 * @param state length of the state
 * @param proprio features of the state
 */
public record EncoderShape(
    int cameras, List<FeatureMap> maps, int embeddings, int bottleneck, int state, int proprio) {
  public EncoderShape {
    maps = List.copyOf(maps);
    if (cameras > 0 && maps.isEmpty()) {
      throw new IllegalArgumentException("cameras need at least one feature map");
    }
  }

  /** Embeddings of one camera: what its dense layer reads. */
  public int embeddingWidth() {
    int sum = 0;
    for (FeatureMap map : maps) {
      sum += map.channels() * embeddings;
    }
    return sum;
  }

  /** Length of the encoding: cameras one behind the other, then the state's features. */
  public int width() {
    return cameras * bottleneck + proprio;
  }

  /** Ints of one packed copy of one camera's features. */
  public int packedInts() {
    return FeaturePacking.bytes(maps) / 4;
  }

  public DenseShape image() {
    return new DenseShape(cameras, embeddingWidth(), bottleneck, false, Activation.NORM_TANH);
  }

  public DenseShape proprioception() {
    return new DenseShape(1, state, proprio, true, Activation.NORM_TANH);
  }

  static String kernel(int camera, FeatureMap map) {
    return "encoder/camera" + camera + "/" + map.name() + "/K";
  }

  /** Adds the encoder's parameters to a layout. */
  public void declare(ParameterLayout layout) {
    int positions = 0;
    for (FeatureMap map : maps) {
      positions += map.size();
    }
    for (int camera = 0; camera < cameras; camera++) {
      for (FeatureMap map : maps) {
        layout.add(
            kernel(camera, map),
            map.size() * embeddings,
            Initialisation.LECUN_NORMAL,
            positions,
            embeddings);
      }
    }
    // in the order in which DL4J's graph sorts its layers
    proprioception().declare(layout, "encoder/proprio", Initialisation.XAVIER_UNIFORM);
    if (cameras > 0) {
      image().declare(layout, "encoder/image", Initialisation.LECUN_NORMAL);
    }
  }
}
