package org.serl4j.rewards.classifier;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serl4j.agent.Slice;
import org.serl4j.agent.VectorLayout;

/**
 * A bound on one element of the state that success asks for beside the images: {@code value >=
 * bound} or {@code value <= bound}, in the slice's unit.
 *
 * @param slice name of the slice
 * @param element number of the element in the slice, from 0
 * @param atLeast whether the bound is the least value, or the largest
 * @param bound finite
 */
public record StateCondition(String slice, int element, boolean atLeast, double bound) {
  private static final Pattern WRITTEN =
      Pattern.compile("\\s*(\\w+)(?:\\[(\\d+)])?\\s*(>=|<=)\\s*([-+.eE\\d]+)\\s*");

  public StateCondition {
    if (!Double.isFinite(bound) || element < 0) {
      throw new IllegalArgumentException(
          "condition on " + slice + "[" + element + "]: bound = " + bound + ", must be finite");
    }
  }

  /**
   * Reads a condition such as {@code tcp_pose_position[2]>=0.08}.
   *
   * @throws IllegalArgumentException with the form that is expected
   */
  public static StateCondition of(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (matcher.matches()) {
      try {
        String element = matcher.group(2);
        return new StateCondition(
            matcher.group(1),
            element == null ? 0 : Integer.parseInt(element),
            matcher.group(3).equals(">="),
            Double.parseDouble(matcher.group(4)));
      } catch (NumberFormatException e) {
        // the form is said below
      }
    }
    throw new IllegalArgumentException(
        "condition '" + written + "' is not of the form SLICE[ELEMENT]>=BOUND or <=BOUND");
  }

  /**
   * Index of the element in the flat state.
   *
   * @throws IllegalArgumentException if the state has no such element
   */
  public int index(VectorLayout state) {
    Slice found = state.slice(slice);
    if (element >= found.length()) {
      throw new IllegalArgumentException(
          "condition on %s[%d]: it has %d elements".formatted(slice, element, found.length()));
    }
    return found.from() + element;
  }

  /** Never where the value is NaN. */
  boolean met(float value) {
    float limit = (float) bound; // as exact as the state
    return atLeast ? value >= limit : value <= limit;
  }

  @Override
  public String toString() {
    return slice + "[" + element + "]" + (atLeast ? ">=" : "<=") + bound;
  }

  void save(DataOutput out) throws IOException {
    out.writeUTF(slice);
    out.writeInt(element);
    out.writeBoolean(atLeast);
    out.writeDouble(bound);
  }

  static StateCondition load(DataInput in) throws IOException {
    return new StateCondition(in.readUTF(), in.readInt(), in.readBoolean(), in.readDouble());
  }
}
