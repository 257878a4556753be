package org.serl4j.controller.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.serl4j.controller.dynamics.FrankaKinematics.JOINTS;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class FrankaKinematicsTest {
  private static final double R = Math.sqrt(0.5);

  // the table in the class comment: position and quaternion of each joint's frame in its parent
  private static final RigidTransform[] FRAMES = {
    frame(0, 0, 0.333, 1, 0),
    frame(0, 0, 0, R, -R),
    frame(0, -0.316, 0, R, R),
    frame(0.0825, 0, 0, R, R),
    frame(-0.0825, 0.384, 0, R, -R),
    frame(0, 0, 0, R, R),
    frame(0.088, 0, 0, R, R)
  };
  private static final RigidTransform X_7E =
      frame(0, 0, 0.107, 1, 0)
          .times(
              new RigidTransform(
                  new Rotation(Math.cos(Math.PI / 8), 0, 0, -Math.sin(Math.PI / 8)), Vector3.ZERO))
          .times(frame(0, 0, 0.1034, 1, 0));

  private final FrankaKinematics kinematics = new FrankaKinematics();

  private static RigidTransform frame(double x, double y, double z, double qw, double qx) {
    return new RigidTransform(new Rotation(qw, qx, 0, 0), new Vector3(x, y, z));
  }

  /** The chain of bodies, on values and quaternions: nothing shared with the class under test. */
  private static RigidTransform chain(double[] q) {
    RigidTransform X = RigidTransform.IDENTITY;
    for (int i = 0; i < JOINTS; i++) {
      Rotation turn = Rotation.exp(new Vector3(0, 0, q[i]));
      X = X.times(FRAMES[i]).times(new RigidTransform(turn, Vector3.ZERO));
    }
    return X.times(X_7E);
  }

  @Test
  void shouldStandAtThePublishedPoseWhenAllJointsAreZero() {
    kinematics.evaluate(new double[JOINTS]);
    RigidTransform X_OE = PoseArray.toTransform(kinematics.X_OE());
    // 0.333 + 0.316 + 0.384 up, flange and hand 0.107 + 0.1034 down, 0.088 forward
    assertEquals(0, X_OE.p().minus(new Vector3(0.088, 0, 0.8226)).norm(), 1e-12);
    assertEquals(
        0, X_OE.R().times(new Vector3(0, 0, 1)).minus(new Vector3(0, 0, -1)).norm(), 1e-12);
  }

  @Provide
  Arbitrary<double[]> configurations() {
    return Arbitraries.doubles().between(-3.1, 3.8).array(double[].class).ofSize(JOINTS);
  }

  @Property
  void shouldAgreeWithTheChainOfBodies(@ForAll("configurations") double[] q) {
    kinematics.evaluate(q);
    RigidTransform expected = chain(q);
    RigidTransform X_OE = PoseArray.toTransform(kinematics.X_OE());
    assertEquals(0, X_OE.p().minus(expected.p()).norm(), 1e-12);
    assertEquals(0, X_OE.R().inverse().times(expected.R()).log().norm(), 1e-12);
    for (int col = 0; col < 3; col++) {
      Vector3 axis = new Vector3(col == 0 ? 1 : 0, col == 1 ? 1 : 0, col == 2 ? 1 : 0);
      Vector3 turned = expected.R().times(axis);
      assertEquals(turned.x(), kinematics.R_OE()[col], 1e-12);
      assertEquals(turned.y(), kinematics.R_OE()[3 + col], 1e-12);
      assertEquals(turned.z(), kinematics.R_OE()[6 + col], 1e-12);
    }
  }

  @Test
  void shouldHaveTheJacobianThatFiniteDifferencesGive() {
    SplittableRandom rng = new SplittableRandom(7);
    double h = 1e-5;
    for (int sample = 0; sample < 200; sample++) {
      double[] q = new double[JOINTS];
      for (int i = 0; i < JOINTS; i++) {
        q[i] = rng.nextDouble(-2.8, 2.8);
      }
      kinematics.evaluate(q);
      double[] J = kinematics.J_OE().clone();
      for (int i = 0; i < JOINTS; i++) {
        double q_i = q[i];
        q[i] = q_i + h;
        RigidTransform plus = chain(q);
        q[i] = q_i - h;
        RigidTransform minus = chain(q);
        q[i] = q_i;
        Vector3 v = plus.p().minus(minus.p()).times(0.5 / h);
        // w in O: R_plus R_minus^-1 = exp(2 h w)
        Vector3 w = plus.R().times(minus.R().inverse()).log().times(0.5 / h);
        double[] expected = {v.x(), v.y(), v.z(), w.x(), w.y(), w.z()};
        for (int row = 0; row < 6; row++) {
          assertEquals(expected[row], J[row * JOINTS + i], 1e-9);
        }
      }
    }
  }

  @Test
  void shouldGiveTheVelocityThatTheJacobianMapsTo() {
    double[] q = {0.1, -0.4, 0.3, -2, 0.2, 1.7, 0.5};
    double[] dq = {0.3, -0.1, 0.2, 0.4, -0.5, 0.6, 0.7};
    double[] V = new double[6];
    kinematics.evaluate(q);
    kinematics.velocity(dq, V);
    double h = 1e-6;
    double[] after = q.clone();
    for (int i = 0; i < JOINTS; i++) {
      after[i] += h * dq[i];
    }
    Vector3 moved = chain(after).p().minus(chain(q).p()).times(1 / h);
    assertEquals(0, moved.minus(new Vector3(V[0], V[1], V[2])).norm(), 1e-6);
  }
}
