package org.serl4j.agent.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.network.Encoder;
import org.serl4j.agent.network.EncoderPass;
import org.serl4j.agent.network.EncoderShape;
import org.serl4j.agent.network.FeatureDecoder;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.rlpd.RlpdConfig;

/** From stored features through the agent's image head. */
public final class FeatureProbe extends Probe {
  private final Spaces spaces;
  private final RlpdConfig config;
  private final List<int[][]> features = new ArrayList<>();

  /**
   * @param config sizes of the image head and what is stored of a frame
   * @param targets length of the target vector
   */
  public FeatureProbe(Spaces spaces, RlpdConfig config, int targets) {
    super(config.batch(), targets);
    if (spaces.cameras().isEmpty()) {
      throw new IllegalArgumentException("a feature probe needs cameras");
    }
    this.spaces = spaces;
    this.config = config;
  }

  /** Adds a sample; all copies of its frame are learned from. */
  public void add(EncodedObservation observation, float[] target) {
    int copies = config.encoder().copies();
    int bytes = config.encoder().copyBytes();
    int[][] packed = new int[spaces.cameras().size()][copies * bytes / 4];
    for (int camera = 0; camera < packed.length; camera++) {
      byte[] maps = observation.features().get(camera);
      for (int copy = 0; copy < copies; copy++) {
        int at = copy * bytes;
        FeaturePacking.pack(config.encoder().maps(), maps, at, packed[camera], at / 4);
      }
    }
    features.add(packed);
    answers.add(target);
  }

  @Override
  Reader reader() {
    return new HeadReader();
  }

  private EncoderShape shape() {
    return new EncoderShape(
        spaces.cameras().size(),
        config.encoder().maps(),
        config.encoder().convolution(),
        config.embeddings(),
        config.bottleneck(),
        spaces.state().size(),
        config.proprio());
  }

  private final class HeadReader implements Reader {
    private final EncoderShape shape = shape();
    private final int rows = config.batch();
    private final EncoderPass pass;
    private final FeatureRows packed = new FeatureRows(shape.cameras(), rows);
    private final Floats encoding = Floats.allocate(rows * shape.width());

    @SuppressWarnings("NullAway.Init") // bind sets it
    private Encoder encoder;

    HeadReader() {
      pass = new EncoderPass(shape, new FeatureDecoder(shape, rows), rows, true);
      pass.state(new float[rows * shape.state()], rows);
    }

    @Override
    public int width() {
      return shape.width();
    }

    @Override
    public void declare(ParameterLayout layout) {
      shape.declare(layout);
    }

    @Override
    public void bind(ParameterLayout layout, Floats values, Floats gradients) {
      encoder = new Encoder(shape, layout, values, gradients);
    }

    @Override
    public void show(int row, int sample, SplittableRandom rng, boolean augmented) {
      int copy = augmented ? rng.nextInt(config.encoder().copies()) : 0;
      for (int camera = 0; camera < shape.cameras(); camera++) {
        packed.point(camera, row, features.get(sample)[camera], copy * shape.packedInts());
      }
    }

    @Override
    public Floats forward() {
      pass.embed(encoder, packed, rows);
      pass.encode(encoder, rows, encoding, shape.width());
      return encoding;
    }

    @Override
    public void backward(Floats dEncoding) {
      pass.backward(encoder, packed, rows, dEncoding, shape.width());
    }
  }
}
