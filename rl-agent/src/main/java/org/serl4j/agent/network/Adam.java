package org.serl4j.agent.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Adam (Kingma and Ba 2015) over a flat vector in one sweep, together with the moving average of
 * the target network, so that every parameter passes the memory bus once.
 *
 * <pre>
 * m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2
 * p = p - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
 * target = target + tau (p - target)
 * </pre>
 */
public final class Adam {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final int PIECE = 8192;

  private final float rate;
  private final int length;

  /** Moments in pieces: vector instructions want every array of a loop to begin at index 0. */
  private final float[][] m;

  private final float[][] v;
  private final Lanes lanes;

  /** Parameters, gradients and targets of the piece that each lane is at. */
  private final float[][] values;

  private final float[][] gradients;
  private final float[][] targets;
  private long steps;

  public Adam(int length, double rate) {
    this(length, rate, Lanes.single());
  }

  /**
   * @param lanes who does the work
   */
  public Adam(int length, double rate, Lanes lanes) {
    this.lanes = lanes;
    this.values = new float[lanes.count()][PIECE];
    this.gradients = new float[lanes.count()][PIECE];
    this.targets = new float[lanes.count()][PIECE];
    this.rate = (float) rate;
    this.length = length;
    this.m = new float[(length + PIECE - 1) / PIECE][PIECE];
    this.v = new float[(length + PIECE - 1) / PIECE][PIECE];
  }

  /**
   * One step down the gradient.
   *
   * @param target overwritten with the moving average, if given
   */
  public void step(Floats parameters, Floats gradient, @Nullable Floats target, double tau) {
    step(parameters, gradient, target, tau, 1);
  }

  /**
   * The same with a part of the learning rate.
   *
   * @param share from 0 to 1
   */
  public void step(
      Floats parameters, Floats gradient, @Nullable Floats target, double tau, double share) {
    steps++;
    float scale = (float) (share * rate / (1 - Math.pow(BETA1, (double) steps)));
    float root = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, (double) steps)));
    lanes.run(
        m.length,
        (lane, piece) -> {
          int from = piece * PIECE;
          int count = Math.min(PIECE, length - from);
          float[] p = values[lane];
          parameters.read(from, p, 0, count);
          gradient.read(from, gradients[lane], 0, count);
          sweep(m[piece], v[piece], p, gradients[lane], count, scale, root);
          parameters.write(from, p, 0, count);
          if (target != null) {
            target.read(from, targets[lane], 0, count);
            average(targets[lane], p, count, (float) tau);
            target.write(from, targets[lane], 0, count);
          }
        });
  }

  private static void sweep(
      float[] m, float[] v, float[] p, float[] g, int count, float scale, float root) {
    for (int i = 0; i < count; i++) {
      m[i] = BETA1 * m[i] + (1 - BETA1) * g[i];
    }
    for (int i = 0; i < count; i++) {
      v[i] = BETA2 * v[i] + (1 - BETA2) * g[i] * g[i];
    }
    for (int i = 0; i < count; i++) {
      p[i] -= scale * m[i] / ((float) Math.sqrt(v[i]) * root + EPSILON);
    }
  }

  private static void average(float[] target, float[] p, int count, float tau) {
    for (int i = 0; i < count; i++) {
      target[i] += tau * (p[i] - target[i]);
    }
  }

  /** Steps so far. */
  public long steps() {
    return steps;
  }

  /** Writes moments and step count. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(steps);
    writeAll(out, m);
    writeAll(out, v);
  }

  /** Reads what {@link #save} wrote. */
  public void load(DataInput in) throws IOException {
    steps = in.readLong();
    readAll(in, m);
    readAll(in, v);
  }

  private static void writeAll(DataOutput out, float[][] pieces) throws IOException {
    for (float[] piece : pieces) {
      FloatStream.write(out, piece);
    }
  }

  private static void readAll(DataInput in, float[][] pieces) throws IOException {
    for (float[] piece : pieces) {
      FloatStream.read(in, piece);
    }
  }
}
