package org.serl4j.agent.network;

import java.util.List;
import org.serl4j.agent.network.DenseShape.Activation;

/**
 * Sizes of the trainable encoder behind the frozen backbone.
 *
 * @param cameras number of cameras, 0 for state only
 * @param maps feature maps of each camera
 * @param convolution channels of the convolution that reads all maps, the same for every camera; 0
 *     for none. The maps then have the same height and width
 * @param embeddings spatial learned embeddings of each channel
 * @param bottleneck features of each camera
 * @param state length of the state
 * @param proprio features of the state; 0 to hand the state on as it is
 */
public record EncoderShape(
    int cameras,
    List<FeatureMap> maps,
    int convolution,
    int embeddings,
    int bottleneck,
    int state,
    int proprio) {
  /** Width of the convolution's kernel. */
  private static final int KERNEL = 1;

  static final String CONVOLUTION = "encoder/convolution";

  public EncoderShape {
    maps = List.copyOf(maps);
    if (cameras > 0 && maps.isEmpty()) {
      throw new IllegalArgumentException("cameras need at least one feature map");
    }
    if (convolution < 0) {
      throw new IllegalArgumentException(
          "convolution of " + convolution + " channels, at least 1, or 0 for none");
    }
    for (FeatureMap map : maps) {
      if (convolution > 0
          && (map.height() != maps.get(0).height() || map.width() != maps.get(0).width())) {
        throw new IllegalArgumentException("a convolution needs maps of one size, not " + maps);
      }
    }
  }

  /** Without a convolution. */
  public EncoderShape(
      int cameras, List<FeatureMap> maps, int embeddings, int bottleneck, int state, int proprio) {
    this(cameras, maps, 0, embeddings, bottleneck, state, proprio);
  }

  /** Whether a convolution stands between the maps and the embeddings. */
  public boolean convolved() {
    return cameras > 0 && convolution > 0;
  }

  /** The convolution over the channels of all maps of one camera. */
  public ConvolutionShape convolutionShape() {
    int channels = 0;
    for (FeatureMap map : maps) {
      channels += map.channels();
    }
    FeatureMap first = maps.get(0);
    return new ConvolutionShape(channels, convolution, KERNEL, first.height(), first.width());
  }

  /** What the spatial embeddings read: the convolution's planes, or the maps themselves. */
  public List<FeatureMap> embedded() {
    if (!convolved()) {
      return maps;
    }
    FeatureMap first = maps.get(0);
    return List.of(new FeatureMap("convolution", convolution, first.height(), first.width()));
  }

  /** Embeddings of one camera: what its dense layer reads. */
  public int embeddingWidth() {
    int sum = 0;
    for (FeatureMap map : embedded()) {
      sum += map.channels() * embeddings;
    }
    return sum;
  }

  /** Length of the encoding: cameras one behind the other, then the state's features. */
  public int width() {
    return cameras * bottleneck + stateWidth();
  }

  /** Length of the state's part of the encoding. */
  public int stateWidth() {
    return proprio == 0 ? state : proprio;
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
    // in the order in which DL4J's graph sorts its layers
    if (convolved()) {
      if (proprio > 0) {
        proprioception().declare(layout, "encoder/proprio", Initialisation.XAVIER_UNIFORM);
      }
      convolutionShape().declare(layout, CONVOLUTION);
    }
    int positions = 0;
    for (FeatureMap map : embedded()) {
      positions += map.size();
    }
    for (int camera = 0; camera < cameras; camera++) {
      for (FeatureMap map : embedded()) {
        layout.add(
            kernel(camera, map),
            map.size() * embeddings,
            Initialisation.LECUN_NORMAL,
            positions,
            embeddings);
      }
    }
    if (proprio > 0 && !convolved()) {
      proprioception().declare(layout, "encoder/proprio", Initialisation.XAVIER_UNIFORM);
    }
    if (cameras > 0) {
      image().declare(layout, "encoder/image", Initialisation.LECUN_NORMAL);
    }
  }
}
