package org.serl4j.controller.loop;

import java.util.ArrayList;
import java.util.List;
import org.serl4j.controller.arm.ArmState;

/** The last ticks, for a fault to carry. Preallocated; written and read under the loop's rules. */
final class SampleRing {
  private final ArmSample[] samples;
  private long count;

  SampleRing(int capacity) {
    samples = new ArmSample[capacity];
    for (int i = 0; i < capacity; i++) {
      samples[i] = new ArmSample();
    }
  }

  /** Copies {@code sample} over the oldest one. */
  void add(ArmSample sample) {
    samples[(int) (count % samples.length)].set(sample);
    count++;
  }

  void clear() {
    count = 0;
  }

  /** What is stored, oldest first; allocates. */
  List<ArmState> toStates() {
    List<ArmState> states = new ArrayList<>();
    for (long i = Math.max(0, count - samples.length); i < count; i++) {
      states.add(samples[(int) (i % samples.length)].toState());
    }
    return states;
  }
}
