package org.serl4j.agent.network;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What stands where in a network's flat parameter vector; blocks are appended in order. */
public final class ParameterLayout {
  private final List<Block> blocks = new ArrayList<>();
  private int length;

  /** Appends a block and returns it. */
  public Block add(String name, int size, Initialisation initialisation, int fanIn, int fanOut) {
    for (Block block : blocks) {
      if (block.name().equals(name)) {
        throw new IllegalArgumentException("two parameter blocks are named " + name);
      }
    }
    Block block = new Block(name, length, size, initialisation, fanIn, fanOut);
    blocks.add(block);
    length += size;
    return block;
  }

  public List<Block> blocks() {
    return List.copyOf(blocks);
  }

  /**
   * The block of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Block block(String name) {
    for (Block block : blocks) {
      if (block.name().equals(name)) {
        return block;
      }
    }
    throw new IllegalArgumentException("no parameter block '" + name + "'");
  }

  /** Number of parameters. */
  public int length() {
    return length;
  }

  /** Draws every value; {@code flat} is overwritten. */
  public void initialise(SplittableRandom rng, Floats flat) {
    for (Block block : blocks) {
      float[] values = new float[block.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) block.initialisation().draw(rng, block.fanIn(), block.fanOut());
      }
      flat.write(block.offset(), values, 0, values.length);
    }
  }
}
