package org.serl4j.agent.encoder;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FloatStream;

/**
 * Mean and standard deviation of every channel of the backbone's outputs, measured once and then
 * fixed: features are stored as
 *
 * <pre>byte = clip(round((feature - mean) / deviation * 32), -127, 127)</pre>
 *
 * so a byte spans +-4 deviations in steps of 1/32.
 *
 * @param means for each feature map one value a channel; not modified
 * @param deviations likewise; every one greater than 0
 */
public record FeatureCalibration(List<float[]> means, List<float[]> deviations) {
  /** Keeps channels that never moved from dividing by zero. */
  static final double SMALLEST_DEVIATION = 1e-4;

  public FeatureCalibration {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
  }

  /** The byte that stands for a feature. */
  static byte quantise(float feature, float mean, float factor) {
    int step = Math.round((feature - mean) * factor);
    return (byte) Math.max(-127, Math.min(127, step));
  }

  /** Steps per unit of a channel's feature. */
  float factor(int map, int channel) {
    return FeaturePacking.STEPS_PER_UNIT / deviations.get(map)[channel];
  }

  public void save(DataOutput out) throws IOException {
    out.writeInt(means.size());
    for (int map = 0; map < means.size(); map++) {
      out.writeInt(means.get(map).length);
      FloatStream.write(out, means.get(map));
      FloatStream.write(out, deviations.get(map));
    }
  }

  /** Reads what {@link #save} wrote. */
  public static FeatureCalibration load(DataInput in) throws IOException {
    List<float[]> means = new ArrayList<>();
    List<float[]> deviations = new ArrayList<>();
    int maps = in.readInt();
    for (int map = 0; map < maps; map++) {
      int channels = in.readInt();
      float[] mean = new float[channels];
      float[] deviation = new float[channels];
      FloatStream.read(in, mean);
      FloatStream.read(in, deviation);
      means.add(mean);
      deviations.add(deviation);
    }
    return new FeatureCalibration(means, deviations);
  }
}
