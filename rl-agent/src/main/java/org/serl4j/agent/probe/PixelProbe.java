package org.serl4j.agent.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.network.Convolution;
import org.serl4j.agent.network.ConvolutionPass;
import org.serl4j.agent.network.ConvolutionShape;
import org.serl4j.agent.network.DenseGroup;
import org.serl4j.agent.network.DensePass;
import org.serl4j.agent.network.DenseShape;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.Initialisation;
import org.serl4j.agent.network.ParameterLayout;
import org.serl4j.agent.network.SpatialEmbedding;
import org.serl4j.agent.rlpd.RlpdConfig;

/**
 * From pixels through a small convolutional network that is trained as a whole, with DrQ's random
 * shifts: what frozen features are held against. All cameras share the convolutions.
 *
 * <pre>
 * 3 x 128 x 128 -> kernel 4, stride 4: 16 x 32 x 32 -> kernel 2, stride 2: 32 x 16 x 16
 * -> kernel 3 over 2 x 2 folded positions: 64 x 8 x 8 -> the agent's embeddings and dense layer
 * </pre>
 */
public final class PixelProbe extends Probe {
  private static final int COLOURS = 3;
  private static final int STRIDE = 4;

  /** Bytes to about unit variance. */
  private static final float MIDDLE = 127.5f;

  private static final float SCALE = 1 / 64f;

  /** Channels and kernel of each convolution; each but the first reads folded planes. */
  private static final int[] CHANNELS = {16, 32, 64};

  private static final int[] KERNELS = {1, 1, 3};

  private final Spaces spaces;
  private final RlpdConfig config;
  private final List<List<byte[]>> images = new ArrayList<>();

  /**
   * @param config sizes of the image head, and of the random shifts
   * @param targets length of the target vector
   */
  public PixelProbe(Spaces spaces, RlpdConfig config, int targets) {
    super(config.batch(), targets);
    if (spaces.cameras().isEmpty()) {
      throw new IllegalArgumentException("a pixel probe needs cameras");
    }
    this.spaces = spaces;
    this.config = config;
  }

  /** Adds a sample. */
  public void add(Observation observation, float[] target) {
    images.add(observation.images());
    answers.add(target);
  }

  @Override
  Reader reader() {
    return new PixelReader();
  }

  private final class PixelReader implements Reader {
    private final int rows = config.batch();
    private final int cameras = spaces.cameras().size();
    private final int count = cameras * rows;
    private final int size = spaces.imageSize() / STRIDE;
    private final Stack stack = new Stack(STRIDE * STRIDE * COLOURS, size, count);
    private final float[] pixels = new float[STRIDE * STRIDE * COLOURS * count * size * size];
    private final int last = CHANNELS[CHANNELS.length - 1];
    private final int positions = stack.positions();
    private final SpatialEmbedding embedding =
        new SpatialEmbedding(last, positions, config.embeddings());
    private final DenseShape dense =
        new DenseShape(
            cameras,
            last * config.embeddings(),
            config.bottleneck(),
            false,
            DenseShape.Activation.NORM_TANH);
    private final DensePass densePass = new DensePass(dense, rows, true);
    private final Floats cameraRows = Floats.allocate(rows * last * positions);
    private final Floats cameraGradient = Floats.allocate(rows * last * positions);
    private final Floats cameraEmbedding = Floats.allocate(rows * last * config.embeddings());
    private final Floats embeddings = Floats.allocate(rows * dense.inputWidth());
    private final Floats embeddingGradients = Floats.allocate(rows * dense.inputWidth());
    private final Floats[] kernels = new Floats[cameras];
    private final Floats[] kernelGradients = new Floats[cameras];

    @SuppressWarnings("NullAway.Init") // bind sets it
    private DenseGroup group;

    @Override
    public int width() {
      return dense.outputWidth();
    }

    @Override
    public void declare(ParameterLayout layout) {
      stack.declare(layout);
      for (int camera = 0; camera < cameras; camera++) {
        layout.add(
            "kernel" + camera,
            last * positions * config.embeddings(),
            Initialisation.LECUN_NORMAL,
            last * positions,
            config.embeddings());
      }
      dense.declare(layout, "dense", Initialisation.LECUN_NORMAL);
    }

    @Override
    public void bind(ParameterLayout layout, Floats values, Floats gradients) {
      stack.bind(layout, values, gradients);
      for (int camera = 0; camera < cameras; camera++) {
        var block = layout.block("kernel" + camera);
        kernels[camera] = Floats.over(values.at(block.offset()), block.length());
        kernelGradients[camera] = Floats.over(gradients.at(block.offset()), block.length());
      }
      group = new DenseGroup(dense, layout, "dense", values, gradients);
    }

    @Override
    public void show(int row, int sample, SplittableRandom rng, boolean augmented) {
      int range = config.encoder().shiftPx();
      int dx = augmented ? rng.nextInt(-range, range + 1) : 0;
      int dy = augmented ? rng.nextInt(-range, range + 1) : 0;
      for (int camera = 0; camera < cameras; camera++) {
        show(images.get(sample).get(camera), camera * rows + row, dx, dy);
      }
    }

    /** Folds 4 x 4 pixels into one position, the image moved with its edge repeated. */
    private void show(byte[] image, int at, int dx, int dy) {
      int n = spaces.imageSize();
      for (int y = 0; y < n; y++) {
        int fromY = Math.max(0, Math.min(n - 1, y + dy));
        for (int x = 0; x < n; x++) {
          int from = (fromY * n + Math.max(0, Math.min(n - 1, x + dx))) * COLOURS;
          int tap = (y % STRIDE * STRIDE + x % STRIDE) * COLOURS;
          int to = ((tap * count + at) * size + y / STRIDE) * size + x / STRIDE;
          for (int colour = 0; colour < COLOURS; colour++) {
            pixels[to + colour * count * size * size] =
                ((image[from + colour] & 0xff) - MIDDLE) * SCALE;
          }
        }
      }
    }

    @Override
    public Floats forward() {
      stack.input().write(0, pixels, 0, pixels.length);
      stack.forward();
      for (int camera = 0; camera < cameras; camera++) {
        toRows(camera);
        embedding.forward(kernels[camera], cameraRows, rows, cameraEmbedding);
        columns(camera, cameraEmbedding, embeddings, true);
      }
      densePass.forward(group, embeddings.pointer(), dense.inputWidth(), rows);
      return densePass.output();
    }

    @Override
    public void backward(Floats dEncoding) {
      densePass.gradient().copyFrom(dEncoding, 0, 0, rows * width());
      densePass.backward();
      densePass.backwardInput(embeddingGradients.pointer(), dense.inputWidth());
      for (int camera = 0; camera < cameras; camera++) {
        toRows(camera);
        columns(camera, cameraEmbedding, embeddingGradients, false);
        embedding.backward(
            kernels[camera],
            kernelGradients[camera],
            cameraRows,
            rows,
            cameraEmbedding,
            cameraGradient);
        for (int row = 0; row < rows; row++) {
          for (int c = 0; c < last; c++) {
            stack
                .gradient()
                .copyFrom(
                    cameraGradient,
                    (row * last + c) * positions,
                    (c * count + camera * rows + row) * positions,
                    positions);
          }
        }
      }
      stack.backward();
    }

    /** The planes of one camera, row by row. */
    private void toRows(int camera) {
      for (int row = 0; row < rows; row++) {
        for (int c = 0; c < last; c++) {
          cameraRows.copyFrom(
              stack.output(),
              (c * count + camera * rows + row) * positions,
              (row * last + c) * positions,
              positions);
        }
      }
    }

    /** Copies one camera's embeddings into their columns of the whole, or back. */
    private void columns(int camera, Floats one, Floats all, boolean in) {
      int width = dense.in();
      for (int row = 0; row < rows; row++) {
        int at = row * dense.inputWidth() + camera * width;
        if (in) {
          all.copyFrom(one, row * width, at, width);
        } else {
          one.copyFrom(all, at, row * width, width);
        }
      }
    }
  }

  /** The convolutions, one behind the other. */
  private static final class Stack {
    private final ConvolutionShape[] shapes = new ConvolutionShape[CHANNELS.length];
    private final ConvolutionPass[] passes = new ConvolutionPass[CHANNELS.length];
    private final Convolution[] layers = new Convolution[CHANNELS.length];
    private final PlaneFold[] folds = new PlaneFold[CHANNELS.length];
    private final Floats[] inputs = new Floats[CHANNELS.length];
    private final Floats[] inputGradients = new Floats[CHANNELS.length];

    Stack(int channels, int size, int images) {
      int in = channels;
      int width = size;
      for (int i = 0; i < CHANNELS.length; i++) {
        if (i > 0) {
          folds[i] = new PlaneFold(in, width, images);
          in *= 4;
          width /= 2;
        }
        shapes[i] = new ConvolutionShape(in, CHANNELS[i], KERNELS[i], width, width);
        passes[i] = new ConvolutionPass(shapes[i], images, true);
        inputs[i] = Floats.allocate(in * images * width * width);
        inputGradients[i] = Floats.allocate(i == 0 ? 0 : inputs[i].length());
        in = CHANNELS[i];
      }
    }

    int positions() {
      return shapes[shapes.length - 1].positions();
    }

    Floats input() {
      return inputs[0];
    }

    Floats output() {
      return passes[passes.length - 1].output();
    }

    Floats gradient() {
      return passes[passes.length - 1].gradient();
    }

    void declare(ParameterLayout layout) {
      for (int i = 0; i < shapes.length; i++) {
        shapes[i].declare(layout, "convolution" + i);
      }
    }

    void bind(ParameterLayout layout, Floats values, Floats gradients) {
      for (int i = 0; i < shapes.length; i++) {
        layers[i] = new Convolution(shapes[i], layout, "convolution" + i, values, gradients);
      }
    }

    void forward() {
      for (int i = 0; i < passes.length; i++) {
        if (i > 0) {
          folds[i].fold(passes[i - 1].output(), inputs[i]);
        }
        passes[i].forward(layers[i], inputs[i]);
      }
    }

    void backward() {
      for (int i = passes.length - 1; i >= 0; i--) {
        passes[i].backward(layers[i], inputs[i]);
        if (i > 0) {
          passes[i].backwardInput(layers[i], inputGradients[i]);
          folds[i].unfold(inputGradients[i], passes[i - 1].gradient());
        }
      }
    }
  }
}
