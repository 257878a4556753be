package org.serl4j.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands where in a flat vector: slices without gaps, in order.
 *
 * @param slices the parts, contiguous from index 0
 */
public record VectorLayout(List<Slice> slices) {
  public VectorLayout {
    slices = List.copyOf(slices);
    int next = 0;
    for (Slice slice : slices) {
      if (slice.from() != next) {
        throw new IllegalArgumentException(
            "slice " + slice.name() + " starts at " + slice.from() + ", expected " + next);
      }
      next = slice.to();
    }
  }

  /** Starts an empty layout; add slices in their order. */
  public static Builder builder() {
    return new Builder();
  }

  /** Number of elements of the whole vector. */
  public int size() {
    return slices.isEmpty() ? 0 : slices.get(slices.size() - 1).to();
  }

  /**
   * The slice of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Slice slice(String name) {
    for (Slice slice : slices) {
      if (slice.name().equals(name)) {
        return slice;
      }
    }
    throw new IllegalArgumentException("no slice '" + name + "' in " + slices);
  }

  /**
   * An action of this layout within [-1, 1].
   *
   * @param action not modified
   * @throws IllegalArgumentException if it has another length or a number that is not finite
   */
  public float[] clipped(float[] action) {
    if (action.length != size()) {
      throw new IllegalArgumentException(
          "the action has " + action.length + " elements, the task takes " + size());
    }
    float[] clipped = action.clone();
    for (int i = 0; i < clipped.length; i++) {
      if (!Float.isFinite(clipped[i])) {
        throw new IllegalArgumentException(
            "element " + i + " of the action is " + clipped[i] + ": the policy has diverged");
      }
      clipped[i] = Math.max(-1, Math.min(1, clipped[i]));
    }
    return clipped;
  }

  /** Collects slices one behind the other. */
  public static final class Builder {
    private final List<Slice> slices = new ArrayList<>();
    private int next;

    private Builder() {}

    /** Appends a slice of {@code length} elements of typical magnitude {@code scale}. */
    public Builder add(String name, int length, String unit, double scale) {
      slices.add(new Slice(name, next, length, unit, scale));
      next += length;
      return this;
    }

    /** Appends one element that is a choice among -1, 0 and 1. */
    public Builder addDiscrete(String name) {
      return add(name, 1, Slice.DISCRETE, 1);
    }

    public VectorLayout build() {
      return new VectorLayout(slices);
    }
  }
}
