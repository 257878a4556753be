package org.serl4j.controller.safety;

import static org.serl4j.controller.safety.SafetyEnvelope.TOLERANCE;

import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

/**
 * One {@link Workspace} as arrays, for clipping without allocation. Works in the frame W:
 *
 * <pre>
 *   p_WE = R_OW^-1 (p_OE - p_OW)        r_WE = log(R_OW^-1 R_OE)
 * </pre>
 */
final class WorkspaceLimit {
  private final double[] low;
  private final double[] high;
  private final double[] rotationLow;
  private final double[] rotationHigh;
  private final double[][] keepOutLow;
  private final double[][] keepOutHigh;
  private final double[] p_OW;
  private final double[] q_OW; // quaternion w x y z

  private final double[] p_WE = new double[3];
  private final double[] r_WE = new double[3];
  private final double[] turned = new double[3];
  private final double[] q = new double[4];

  WorkspaceLimit(Workspace workspace) {
    low = array(workspace.low());
    high = array(workspace.high());
    rotationLow = array(workspace.rotationLow());
    rotationHigh = array(workspace.rotationHigh());
    keepOutLow = workspace.keepOut().stream().map(box -> array(box.low())).toArray(double[][]::new);
    keepOutHigh =
        workspace.keepOut().stream().map(box -> array(box.high())).toArray(double[][]::new);
    p_OW = array(workspace.X_OW().p());
    Rotation R = workspace.X_OW().R();
    q_OW = new double[] {R.w(), R.x(), R.y(), R.z()};
  }

  private static double[] array(Vector3 v) {
    return new double[] {v.x(), v.y(), v.z()};
  }

  boolean contains(double[] pose) {
    position(pose);
    if (outside(p_WE, low, high)) {
      return false;
    }
    for (int box = 0; box < keepOutLow.length; box++) {
      if (within(box, p_WE)) {
        return false;
      }
    }
    rotationVector(pose);
    return !outside(r_WE, rotationLow, rotationHigh);
  }

  /** Clips {@code pose} (overwritten); true if that changed it. */
  boolean clip(double[] pose) {
    position(pose);
    boolean moved = outside(p_WE, low, high);
    if (moved) {
      clamp(p_WE, low, high);
    }
    for (int box = 0; box < keepOutLow.length; box++) {
      if (within(box, p_WE)) {
        moved |= leave(box);
      }
    }
    if (moved) {
      // p_OE = p_OW + R_OW p_WE
      rotate(q_OW, 1, p_WE, turned);
      for (int i = 0; i < 3; i++) {
        pose[PoseArray.P + i] = p_OW[i] + turned[i];
      }
    }
    rotationVector(pose);
    if (!outside(r_WE, rotationLow, rotationHigh)) {
      return moved;
    }
    clamp(r_WE, rotationLow, rotationHigh);
    orientation(pose);
    return true;
  }

  /** Moves p_WE from inside a keep-out box to its nearest allowed face; false if there is none. */
  private boolean leave(int box) {
    int bestAxis = -1;
    double bestValue = 0;
    double bestCost = Double.POSITIVE_INFINITY;
    for (int face = 0; face < 6; face++) {
      int axis = face / 2;
      double value = face % 2 == 0 ? keepOutLow[box][axis] : keepOutHigh[box][axis];
      if (value < low[axis] - TOLERANCE || value > high[axis] + TOLERANCE) {
        continue;
      }
      double distance = Math.abs(value - p_WE[axis]);
      // a face that lies in another keep-out box is the last resort
      double cost = distance + (blocked(axis, value) ? 1e6 : 0);
      if (cost < bestCost) {
        bestCost = cost;
        bestAxis = axis;
        bestValue = value;
      }
    }
    if (bestAxis < 0) {
      return false;
    }
    p_WE[bestAxis] = bestValue;
    return true;
  }

  private boolean blocked(int axis, double value) {
    double before = p_WE[axis];
    p_WE[axis] = value;
    boolean blocked = false;
    for (int box = 0; box < keepOutLow.length; box++) {
      blocked |= within(box, p_WE);
    }
    p_WE[axis] = before;
    return blocked;
  }

  private boolean within(int box, double[] p) {
    for (int i = 0; i < 3; i++) {
      if (p[i] <= keepOutLow[box][i] + TOLERANCE || p[i] >= keepOutHigh[box][i] - TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private static boolean outside(double[] v, double[] low, double[] high) {
    for (int i = 0; i < 3; i++) {
      if (!(v[i] >= low[i] - TOLERANCE && v[i] <= high[i] + TOLERANCE)) {
        return true;
      }
    }
    return false;
  }

  private static void clamp(double[] v, double[] low, double[] high) {
    for (int i = 0; i < 3; i++) {
      v[i] = Math.min(high[i], Math.max(low[i], v[i]));
    }
  }

  private void position(double[] pose) {
    for (int i = 0; i < 3; i++) {
      turned[i] = pose[PoseArray.P + i] - p_OW[i];
    }
    rotate(q_OW, -1, turned, p_WE);
  }

  /** {@code b = R a} for the quaternion's rotation (sign 1) or its inverse (sign -1). */
  private static void rotate(double[] q, int sign, double[] a, double[] b) {
    double x = sign * q[1];
    double y = sign * q[2];
    double z = sign * q[3];
    // b = a + 2 w (u x a) + 2 u x (u x a)
    double tx = 2 * (y * a[2] - z * a[1]);
    double ty = 2 * (z * a[0] - x * a[2]);
    double tz = 2 * (x * a[1] - y * a[0]);
    b[0] = a[0] + q[0] * tx + y * tz - z * ty;
    b[1] = a[1] + q[0] * ty + z * tx - x * tz;
    b[2] = a[2] + q[0] * tz + x * ty - y * tx;
  }

  private void rotationVector(double[] pose) {
    // q_WE = q_OW^-1 q_OE
    q[0] = q_OW[0];
    q[1] = -q_OW[1];
    q[2] = -q_OW[2];
    q[3] = -q_OW[3];
    multiply(q, pose[PoseArray.W], pose[PoseArray.W + 1], pose[PoseArray.W + 2], pose[6]);
    double sign = q[0] < 0 ? -1 : 1;
    double s = Math.sqrt(q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    // r = 2 atan2(|u|, w) u / |u|
    double k = sign * (s < 1e-9 ? 2 : 2 * Math.atan2(s, sign * q[0]) / s);
    for (int i = 0; i < 3; i++) {
      r_WE[i] = k * q[i + 1];
    }
  }

  /** Writes {@code q_OE = q_OW exp(r_WE)} to {@code pose}. */
  private void orientation(double[] pose) {
    double angle = Math.sqrt(r_WE[0] * r_WE[0] + r_WE[1] * r_WE[1] + r_WE[2] * r_WE[2]);
    double s = angle < 1e-6 ? 0.5 - angle * angle / 48 : Math.sin(angle / 2) / angle;
    System.arraycopy(q_OW, 0, q, 0, 4);
    multiply(q, Math.cos(angle / 2), s * r_WE[0], s * r_WE[1], s * r_WE[2]);
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (int i = 0; i < 4; i++) {
      pose[PoseArray.W + i] = q[i] / norm;
    }
  }

  /** {@code a <- a b}. */
  private static void multiply(double[] a, double w, double x, double y, double z) {
    double aw = a[0];
    double ax = a[1];
    double ay = a[2];
    double az = a[3];
    a[0] = aw * w - ax * x - ay * y - az * z;
    a[1] = aw * x + ax * w + ay * z - az * y;
    a[2] = aw * y - ax * z + ay * w + az * x;
    a[3] = aw * z + ax * y - ay * x + az * w;
  }
}
