package org.serl4j.hardware;

/** One number for each of the seven joints, from the base outwards. In YAML a sequence of 7. */
@Tuple
public record JointVector(
    double j1, double j2, double j3, double j4, double j5, double j6, double j7) {
  /** How many joints a Franka arm has. */
  public static final int JOINTS = 7;

  /** The same number for every joint. */
  static JointVector all(double value) {
    return new JointVector(value, value, value, value, value, value, value);
  }

  /** A new array of the seven numbers. */
  public double[] toArray() {
    return new double[] {j1, j2, j3, j4, j5, j6, j7};
  }
}
