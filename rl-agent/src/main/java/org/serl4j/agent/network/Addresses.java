package org.serl4j.agent.network;

import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** Evenly spaced addresses behind a first one, kept until another first one is asked for. */
final class Addresses {
  private @Nullable FloatPointer first;
  private int step;
  private FloatPointer[] all = {};

  /**
   * @param step floats from one address to the next
   * @return owned by this; at least {@code count} addresses
   */
  FloatPointer[] of(FloatPointer from, int count, int step) {
    if (!isFirst(from) || step != this.step || all.length < count) {
      this.first = from;
      this.step = step;
      this.all = new FloatPointer[count];
      for (int i = 0; i < count; i++) {
        all[i] = i == 0 ? from : from.getPointer((long) i * step);
      }
    }
    return all;
  }

  /** One of the addresses that were asked for last. */
  FloatPointer get(int index) {
    return all[index];
  }

  @SuppressWarnings("ReferenceEquality") // the same object, not an equal address
  private boolean isFirst(FloatPointer from) {
    return from == first;
  }
}
