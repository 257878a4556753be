package org.serl4j.agent.network;

/**
 * Spatial learned embeddings of whole feature maps in float, as a DL4J graph sees them. The agent's
 * update does the same on packed features, channel by channel ({@link EncoderPass}).
 *
 * <pre>
 * y[b, c, f] = sum over p of x[b, c, p] K[c, p, f]
 * dK[c] = x[c]^T dy[c],  dx[c] = dy[c] K[c]^T
 * </pre>
 */
public record SpatialEmbedding(int channels, int positions, int embeddings) {
  private int ldX() {
    return channels * positions;
  }

  private int ldY() {
    return channels * embeddings;
  }

  /** Overwrites y, rows x (channels * embeddings). */
  public void forward(Floats kernel, Floats x, int rows, Floats y) {
    for (int c = 0; c < channels; c++) {
      Gemm.multiply(
          rows,
          embeddings,
          positions,
          x.at(c * positions),
          ldX(),
          kernel.at(c * positions * embeddings),
          embeddings,
          0f,
          y.at(c * embeddings),
          ldY());
    }
  }

  /** Overwrites dKernel and dx. */
  public void backward(Floats kernel, Floats dKernel, Floats x, int rows, Floats dy, Floats dx) {
    for (int c = 0; c < channels; c++) {
      Gemm.multiplyTransposedLeft(
          positions,
          embeddings,
          rows,
          x.at(c * positions),
          ldX(),
          dy.at(c * embeddings),
          ldY(),
          0f,
          dKernel.at(c * positions * embeddings),
          embeddings);
      Gemm.multiplyTransposedRight(
          rows,
          positions,
          embeddings,
          dy.at(c * embeddings),
          ldY(),
          kernel.at(c * positions * embeddings),
          embeddings,
          0f,
          dx.at(c * positions),
          ldX());
    }
  }
}
