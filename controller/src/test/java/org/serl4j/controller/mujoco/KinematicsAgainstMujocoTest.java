package org.serl4j.controller.mujoco;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.hardware.ArmLimits;
import org.serl4j.hardware.ArmModel;

/** Our kinematics against MuJoCo's over the MJCF of the arm, at random configurations. */
class KinematicsAgainstMujocoTest {
  private static final double TOLERANCE = 1e-9;

  private final FrankaKinematics kinematics = new FrankaKinematics();
  private SimulatedWorkcell cell;

  @BeforeEach
  void open() throws IOException {
    cell = SimulatedBench.open(true);
  }

  @AfterEach
  void close() {
    cell.close();
  }

  private RigidTransform mujoco(double[] q) {
    cell.scene().setJointPositions(q);
    return cell.scene().sitePose("tcp");
  }

  private static double[] random(SplittableRandom rng) {
    ArmLimits limits = ArmModel.PANDA.limits();
    double[] low = limits.qLow().toArray();
    double[] high = limits.qHigh().toArray();
    double[] q = new double[JOINTS];
    for (int i = 0; i < JOINTS; i++) {
      q[i] = rng.nextDouble(low[i], high[i]);
    }
    return q;
  }

  @Test
  void shouldPutTheToolWhereMujocoPutsIt() {
    SplittableRandom rng = new SplittableRandom(3);
    for (int sample = 0; sample < 500; sample++) {
      double[] q = random(rng);
      kinematics.evaluate(q);
      RigidTransform ours = PoseArray.toTransform(kinematics.X_OE());
      RigidTransform theirs = mujoco(q);
      assertEquals(0, ours.p().minus(theirs.p()).norm(), TOLERANCE);
      assertEquals(0, ours.R().inverse().times(theirs.R()).log().norm(), TOLERANCE);
    }
  }

  /**
   * The derivative of MuJoCo's poses by the five-point stencil {@code f' = (8 (f_1 - f_-1) - (f_2 -
   * f_-2)) / 12 h}, whose error of h^4 is below the tolerance.
   */
  @Test
  void shouldHaveTheJacobianOfMujocosPoses() {
    SplittableRandom rng = new SplittableRandom(4);
    double h = 2e-3;
    for (int sample = 0; sample < 50; sample++) {
      double[] q = random(rng);
      kinematics.evaluate(q);
      double[] J = kinematics.J_OE();
      for (int i = 0; i < JOINTS; i++) {
        RigidTransform[] X = new RigidTransform[5];
        for (int k = -2; k <= 2; k++) {
          double[] at = q.clone();
          at[i] += k * h;
          X[k + 2] = mujoco(at);
        }
        Vector3 v = stencil(X[4].p().minus(X[0].p()), X[3].p().minus(X[1].p()), h);
        // rotation vectors in O from the middle: log(R_k R_0^-1)
        Vector3 w = stencil(turn(X[4], X[0]), turn(X[3], X[1]), h);
        double[] expected = {v.x(), v.y(), v.z(), w.x(), w.y(), w.z()};
        for (int row = 0; row < 6; row++) {
          assertEquals(expected[row], J[row * JOINTS + i], TOLERANCE);
        }
      }
    }
  }

  private static Vector3 turn(RigidTransform to, RigidTransform from) {
    return to.R().times(from.R().inverse()).log();
  }

  private static Vector3 stencil(Vector3 wide, Vector3 narrow, double h) {
    return narrow.times(8).minus(wide).times(1 / (12 * h));
  }
}
