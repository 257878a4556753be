package org.serl4j.agent.probe;

import java.util.SplittableRandom;
import org.serl4j.agent.network.Floats;
import org.serl4j.agent.network.ParameterLayout;

/** A network from the images of samples to an encoding, which {@link Regression} trains. */
interface Reader {
  /** Length of the encoding. */
  int width();

  /** Adds the network's parameters. */
  void declare(ParameterLayout layout);

  /** Takes its parameters from the flat vectors; once, before all below. */
  void bind(ParameterLayout layout, Floats values, Floats gradients);

  /**
   * Puts a sample into a row of the batch.
   *
   * @param augmented whether it is shifted at random, or shown as seen
   */
  void show(int row, int sample, SplittableRandom rng, boolean augmented);

  /** Encodes the batch; {@code rows x width}. */
  Floats forward();

  /** Way back after {@link #forward}; overwrites the gradients. */
  void backward(Floats dEncoding);
}
