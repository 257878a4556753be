package org.serl4j.controller.dynamics;

import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

/**
 * A pose {@code X_AB} as 7 numbers for 1 kHz code: position {@code p_AB} [m] from {@link #P},
 * orientation {@code R_AB} as a unit quaternion w, x, y, z from {@link #W}.
 */
public final class PoseArray {
  /** First of the 3 position numbers. */
  public static final int P = 0;

  /** The quaternion's scalar; its vector part follows. */
  public static final int W = 3;

  /** How many numbers a pose has. */
  public static final int SIZE = 7;

  private PoseArray() {}

  /** Writes {@code X} to {@code pose} (overwritten); does not allocate. */
  public static void set(RigidTransform X, double[] pose) {
    pose[P] = X.p().x();
    pose[P + 1] = X.p().y();
    pose[P + 2] = X.p().z();
    pose[W] = X.R().w();
    pose[W + 1] = X.R().x();
    pose[W + 2] = X.R().y();
    pose[W + 3] = X.R().z();
  }

  /**
   * Writes the orientation {@code R}, 3 x 3 row-major (not modified), to {@code pose} (its
   * quaternion overwritten), from whichever of w, x, y, z is largest, so that nothing cancels.
   */
  public static void setRotation(double[] R, double[] pose) {
    double xx = R[0];
    double yy = R[4];
    double zz = R[8];
    double w;
    double x;
    double y;
    double z;
    // 4 w^2 = 1 + xx + yy + zz, 4 x^2 = 1 + xx - yy - zz, ...
    if (xx + yy + zz > 0) {
      double s = 2 * Math.sqrt(1 + xx + yy + zz);
      w = s / 4;
      x = (R[7] - R[5]) / s;
      y = (R[2] - R[6]) / s;
      z = (R[3] - R[1]) / s;
    } else if (xx >= yy && xx >= zz) {
      double s = 2 * Math.sqrt(1 + xx - yy - zz);
      w = (R[7] - R[5]) / s;
      x = s / 4;
      y = (R[1] + R[3]) / s;
      z = (R[2] + R[6]) / s;
    } else if (yy >= zz) {
      double s = 2 * Math.sqrt(1 - xx + yy - zz);
      w = (R[2] - R[6]) / s;
      x = (R[1] + R[3]) / s;
      y = s / 4;
      z = (R[5] + R[7]) / s;
    } else {
      double s = 2 * Math.sqrt(1 - xx - yy + zz);
      w = (R[3] - R[1]) / s;
      x = (R[2] + R[6]) / s;
      y = (R[5] + R[7]) / s;
      z = s / 4;
    }
    pose[W] = w;
    pose[W + 1] = x;
    pose[W + 2] = y;
    pose[W + 3] = z;
  }

  /** The value of {@code pose} (not modified). */
  public static RigidTransform toTransform(double[] pose) {
    return new RigidTransform(
        new Rotation(pose[W], pose[W + 1], pose[W + 2], pose[W + 3]),
        new Vector3(pose[P], pose[P + 1], pose[P + 2]));
  }

  /**
   * Moves the quaternion of {@code pose} (overwritten) towards that of {@code target} (not
   * modified) along the shorter great circle, by the share {@code s} of the angle between them.
   */
  public static void slerp(double[] pose, double[] target, double s) {
    double dot = 0;
    for (int i = W; i < SIZE; i++) {
      dot += pose[i] * target[i];
    }
    double cos = Math.min(1, Math.abs(dot));
    double a = 1 - s;
    double b = s;
    // sin((1-s) h) / sin h, sin(s h) / sin h with cos h = |q . q_t|; linear where sin h vanishes
    if (cos < 1 - 1e-12) {
      double h = Math.acos(cos);
      double sin = Math.sin(h);
      a = Math.sin((1 - s) * h) / sin;
      b = Math.sin(s * h) / sin;
    }
    if (dot < 0) {
      b = -b;
    }
    double norm2 = 0;
    for (int i = W; i < SIZE; i++) {
      pose[i] = a * pose[i] + b * target[i];
      norm2 += pose[i] * pose[i];
    }
    double norm = Math.sqrt(norm2);
    for (int i = W; i < SIZE; i++) {
      pose[i] /= norm;
    }
  }
}
