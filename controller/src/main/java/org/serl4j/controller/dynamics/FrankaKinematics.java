package org.serl4j.controller.dynamics;

/**
 * Forward pose and geometric Jacobian of the Franka Panda and FR3 (the same geometry), from the
 * modified (Craig) Denavit-Hartenberg parameters that Franka Robotics publishes.
 *
 * <p>Frame i turns with joint i about its own z axis:
 *
 * <pre>
 *   X_(i-1)(i) = Rx(alpha_i) Tx(a_i) Rz(q_i) Tz(d_i)        X_OE = X_01 ... X_67 Tz(0.107) Rz(-pi/4) Tz(0.1034)
 * </pre>
 *
 * <p>The same as a chain of bodies: where each joint's frame stands in its parent's frame at q = 0.
 * The joint axis is the frame's z axis; the quaternion is w x y z with r = sqrt(1/2).
 *
 * <pre>
 *   frame     parent    position in parent [m]   alpha [rad]   quaternion in parent
 *   joint 1   base O    0        0       0.333    0            1  0 0 0
 *   joint 2   joint 1   0        0       0       -pi/2         r -r 0 0
 *   joint 3   joint 2   0       -0.316   0        pi/2         r  r 0 0
 *   joint 4   joint 3   0.0825   0       0        pi/2         r  r 0 0
 *   joint 5   joint 4  -0.0825   0.384   0       -pi/2         r -r 0 0
 *   joint 6   joint 5   0        0       0        pi/2         r  r 0 0
 *   joint 7   joint 6   0.088    0       0        pi/2         r  r 0 0
 *   flange    joint 7   0        0       0.107    0            1  0 0 0
 *   hand      flange    0        0       0        Rz(-pi/4)    cos(pi/8) 0 0 -sin(pi/8)
 *   E         hand      0        0       0.1034   0            1  0 0 0
 * </pre>
 *
 * <p>{@code J_OE} maps joint velocities to the velocity of E in the base frame, linear first:
 * {@code V_OE_O = (v, w) = J_OE dq}. Holds the last evaluated configuration; not thread-safe;
 * {@link #evaluate} does not allocate.
 */
public final class FrankaKinematics {
  /** How many joints the arm has. */
  public static final int JOINTS = 7;

  /** From the flange to the tool centre point between the finger pads, along z [m]. */
  public static final double HAND_TO_TCP = 0.1034; // [m]

  private static final double FLANGE = 0.107; // [m] from frame 7 along z
  private static final double[] A = {0, 0, 0, 0.0825, -0.0825, 0, 0.088}; // [m]
  private static final double[] D = {0.333, 0, 0.316, 0, 0.384, 0, 0}; // [m]
  // sin(alpha); every alpha is 0 or +-pi/2, so cos(alpha) is 1 - |sin(alpha)| without rounding
  private static final double[] SIN_ALPHA = {0, -1, 1, 1, -1, 1, 1};
  private static final double COS_HAND = Math.cos(-Math.PI / 4);
  private static final double SIN_HAND = Math.sin(-Math.PI / 4);

  private final double[] axis_O = new double[3 * JOINTS];
  private final double[] origin_O = new double[3 * JOINTS];
  private final double[] R_OE = new double[9];
  private final double[] X_OE = new double[PoseArray.SIZE];
  private final double[] J_OE = new double[6 * JOINTS];

  /** Computes pose and Jacobian at joint positions {@code q} [rad] (not modified). */
  public void evaluate(double[] q) {
    // R, p: frame i in O, built up from the base; columns of R are the frame's axes
    double r00 = 1;
    double r01 = 0;
    double r02 = 0;
    double r10 = 0;
    double r11 = 1;
    double r12 = 0;
    double r20 = 0;
    double r21 = 0;
    double r22 = 1;
    double px = 0;
    double py = 0;
    double pz = 0;
    for (int i = 0; i < JOINTS; i++) {
      double sa = SIN_ALPHA[i];
      double ca = 1 - Math.abs(sa);
      double cq = Math.cos(q[i]);
      double sq = Math.sin(q[i]);
      double a = A[i];
      double d = D[i];
      // Rx(alpha): y' = ca y + sa z, z' = -sa y + ca z
      double y0 = ca * r01 + sa * r02;
      double y1 = ca * r11 + sa * r12;
      double y2 = ca * r21 + sa * r22;
      double z0 = -sa * r01 + ca * r02;
      double z1 = -sa * r11 + ca * r12;
      double z2 = -sa * r21 + ca * r22;
      // p_i = p_(i-1) + a x + d z'
      px += a * r00 + d * z0;
      py += a * r10 + d * z1;
      pz += a * r20 + d * z2;
      // Rz(q): x'' = cq x + sq y', y'' = -sq x + cq y'
      double x0 = r00;
      double x1 = r10;
      double x2 = r20;
      r00 = cq * x0 + sq * y0;
      r10 = cq * x1 + sq * y1;
      r20 = cq * x2 + sq * y2;
      r01 = -sq * x0 + cq * y0;
      r11 = -sq * x1 + cq * y1;
      r21 = -sq * x2 + cq * y2;
      r02 = z0;
      r12 = z1;
      r22 = z2;
      int k = 3 * i;
      axis_O[k] = z0;
      axis_O[k + 1] = z1;
      axis_O[k + 2] = z2;
      origin_O[k] = px;
      origin_O[k + 1] = py;
      origin_O[k + 2] = pz;
    }
    // X_7E = Tz(flange) Rz(-pi/4) Tz(hand)
    double reach = FLANGE + HAND_TO_TCP;
    X_OE[PoseArray.P] = px + reach * r02;
    X_OE[PoseArray.P + 1] = py + reach * r12;
    X_OE[PoseArray.P + 2] = pz + reach * r22;
    R_OE[0] = COS_HAND * r00 + SIN_HAND * r01;
    R_OE[3] = COS_HAND * r10 + SIN_HAND * r11;
    R_OE[6] = COS_HAND * r20 + SIN_HAND * r21;
    R_OE[1] = -SIN_HAND * r00 + COS_HAND * r01;
    R_OE[4] = -SIN_HAND * r10 + COS_HAND * r11;
    R_OE[7] = -SIN_HAND * r20 + COS_HAND * r21;
    R_OE[2] = r02;
    R_OE[5] = r12;
    R_OE[8] = r22;
    PoseArray.setRotation(R_OE, X_OE);
    jacobian();
  }

  /** Columns {@code (z_i x (p_E - p_i), z_i)}. */
  private void jacobian() {
    for (int i = 0; i < JOINTS; i++) {
      int k = 3 * i;
      double zx = axis_O[k];
      double zy = axis_O[k + 1];
      double zz = axis_O[k + 2];
      double rx = X_OE[PoseArray.P] - origin_O[k];
      double ry = X_OE[PoseArray.P + 1] - origin_O[k + 1];
      double rz = X_OE[PoseArray.P + 2] - origin_O[k + 2];
      J_OE[i] = zy * rz - zz * ry;
      J_OE[JOINTS + i] = zz * rx - zx * rz;
      J_OE[2 * JOINTS + i] = zx * ry - zy * rx;
      J_OE[3 * JOINTS + i] = zx;
      J_OE[4 * JOINTS + i] = zy;
      J_OE[5 * JOINTS + i] = zz;
    }
  }

  /** Pose of E in the base frame, a {@link PoseArray}; this object's own array: not modified. */
  public double[] X_OE() {
    return X_OE;
  }

  /** Orientation of E in the base frame, 3 x 3 row-major; own array: not modified. */
  public double[] R_OE() {
    return R_OE;
  }

  /** Jacobian of E in the base frame, 6 x 7 row-major, rows v then w; own array: not modified. */
  public double[] J_OE() {
    return J_OE;
  }

  /** {@code V_OE_O = J_OE dq}: velocity of E in the base frame, 6 numbers (overwritten). */
  public void velocity(double[] dq, double[] V_OE_O) {
    for (int row = 0; row < 6; row++) {
      double sum = 0;
      for (int i = 0; i < JOINTS; i++) {
        sum += J_OE[row * JOINTS + i] * dq[i];
      }
      V_OE_O[row] = sum;
    }
  }
}
