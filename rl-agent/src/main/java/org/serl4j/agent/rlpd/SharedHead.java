package org.serl4j.agent.rlpd;

import org.serl4j.agent.network.Block;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;

/**
 * One last layer for all critics, kept as N equal copies: each copy gets the sum of the copies'
 * gradients, which is the gradient of the one layer, and equal parameters with equal gradients and
 * equal moments stay equal bit for bit.
 *
 * <pre>
 * dL/dW = sum over i of dL/dW_i,   W_1 = ... = W_N = W
 * </pre>
 */
final class SharedHead {
  private static final String[] BLOCKS = {"critics/head/W", "critics/head/b"};

  private final ParameterLayout layout;
  private final int critics;

  SharedHead(ParameterLayout layout, int critics) {
    this.layout = layout;
    this.critics = critics;
  }

  /** Makes all copies equal to the first. */
  void begin(Floats values) {
    for (String name : BLOCKS) {
      Block block = layout.block(name);
      int n = block.length() / critics;
      float[] first = new float[n];
      values.read(block.offset(), first, 0, n);
      for (int i = 1; i < critics; i++) {
        values.write(block.offset() + i * n, first, 0, n);
      }
    }
  }

  /** Gives every copy the sum of the gradients. */
  void join(Floats gradients) {
    for (String name : BLOCKS) {
      Block block = layout.block(name);
      int n = block.length() / critics;
      float[] all = new float[block.length()];
      gradients.read(block.offset(), all, 0, all.length);
      float[] sum = new float[n];
      for (int i = 0; i < all.length; i++) {
        sum[i % n] += all[i];
      }
      for (int i = 0; i < critics; i++) {
        gradients.write(block.offset() + i * n, sum, 0, n);
      }
    }
  }
}
