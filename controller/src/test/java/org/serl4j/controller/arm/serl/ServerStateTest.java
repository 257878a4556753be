package org.serl4j.controller.arm.serl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.dynamics.FrankaKinematics;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Twist;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.geometry.Wrench;

class ServerStateTest {
  private static final double[] Q = {0.3, -0.4, 0.5, -1.9, -0.6, 2.1, 0.7};
  private static final double[] DQ = {0.11, -0.07, 0.05, 0.13, -0.17, 0.19, 0.23};

  /** A state whose parts all differ, so that none can stand for another. */
  static ArmState state() {
    FrankaKinematics kinematics = new FrankaKinematics();
    kinematics.evaluate(Q);
    double[] V = new double[6];
    kinematics.velocity(DQ, V);
    return new ArmState(
        7,
        Q,
        DQ,
        PoseArray.toTransform(kinematics.X_OE()),
        new Twist(new Vector3(V[0], V[1], V[2]), new Vector3(V[3], V[4], V[5])),
        new Wrench(new Vector3(1, 2, -3), new Vector3(0.1, 0.2, -0.3)),
        new double[7]);
  }

  /** Half a turn about x plus a little about z: scipy gives x y z w = 0.995 0.0998 0 0. */
  @Test
  void shouldTellTheQuaternionWithTheScalarLast() {
    Rotation R = Rotation.exp(new Vector3(0, 0, 0.2)).times(new Rotation(0, 1, 0, 0));
    double[] pose = ServerState.pose(new RigidTransform(R, new Vector3(0.5, -0.1, 0.2)));
    assertArrayEquals(
        new double[] {0.5, -0.1, 0.2, Math.cos(0.1), Math.sin(0.1), 0, 0}, pose, 1e-15);
    RigidTransform back = ServerState.transform(pose);
    assertEquals(0, back.R().inverse().times(R).log().norm(), 1e-12);
    assertEquals(new Vector3(0.5, -0.1, 0.2), back.p());
  }

  /** The pose's change over a short time, from kinematics alone, against J dq and vel. */
  @Test
  void shouldTellAVelocityThatIsThePosesChangeInTheBaseFrame() {
    ServerState told = ServerState.of(state(), 1);
    double h = 1e-6;
    RigidTransform before = at(-h);
    RigidTransform after = at(h);
    Vector3 v = after.p().minus(before.p()).times(0.5 / h);
    Vector3 w = after.R().times(before.R().inverse()).log().times(0.5 / h);
    double[] expected = {v.x(), v.y(), v.z(), w.x(), w.y(), w.z()};
    double[] product = new double[6];
    for (int row = 0; row < 6; row++) {
      for (int i = 0; i < 7; i++) {
        product[row] += told.jacobianRows().get(row).get(i).doubleValue() * told.dq()[i];
      }
    }
    assertArrayEquals(expected, told.vel(), 1e-8);
    assertArrayEquals(expected, product, 1e-8);
  }

  private static RigidTransform at(double seconds) {
    double[] q = Q.clone();
    for (int i = 0; i < q.length; i++) {
      q[i] += seconds * DQ[i];
    }
    FrankaKinematics kinematics = new FrankaKinematics();
    kinematics.evaluate(q);
    return PoseArray.toTransform(kinematics.X_OE());
  }

  /** R = Rz(c) Ry(b) Rx(a), composed from its three turns. */
  @ParameterizedTest
  @CsvSource({"0.3,-0.7,1.9", "3.1,0.02,-2.8", "-2.9,1.2,0.4", "0,0,0", "1.1,1.5707963267948966,0"})
  void shouldTellAnglesAboutTheFixedAxes(double a, double b, double c) {
    Rotation R =
        Rotation.exp(new Vector3(0, 0, c))
            .times(Rotation.exp(new Vector3(0, b, 0)))
            .times(Rotation.exp(new Vector3(a, 0, 0)));
    ServerState told =
        new ServerState(
            ServerState.pose(new RigidTransform(R, new Vector3(1, 2, 3))),
            new double[6],
            new double[3],
            new double[3],
            new double[7],
            new double[7],
            new double[42],
            0);
    assertArrayEquals(new double[] {1, 2, 3, a, b, c}, told.poseEuler(), 1e-7);
  }

  @Test
  void shouldReadWhatItTells() throws LinkException {
    ArmState state = state();
    ArmState read = ServerState.parse(ServerState.of(state, 0.4).toJson()).armState(9);
    assertEquals(9, read.timeNs());
    assertArrayEquals(state.q(), read.q());
    assertArrayEquals(state.dq(), read.dq());
    assertEquals(0, read.X_OE().p().minus(state.X_OE().p()).norm(), 1e-15);
    assertEquals(0, read.X_OE().R().inverse().times(state.X_OE().R()).log().norm(), 1e-12);
    assertEquals(state.V_OE_O(), read.V_OE_O());
    assertEquals(state.F_E_E(), read.F_E_E());
    assertEquals(0.4, ServerState.parse(ServerState.of(state, 0.4).toJson()).gripper());
    assertFalse(Arrays.stream(read.tau()).anyMatch(Double::isFinite), "nobody told the torques");
  }

  /** SERL's clients reshape whatever comes to 6 x 7. */
  @Test
  void shouldReadAJacobianInOneRow() throws LinkException {
    ObjectNode answer = ServerState.of(state(), 0.4).toJson();
    double[] rows = ServerState.parse(answer).jacobian();
    answer.set("jacobian", ServerState.array(rows));
    assertArrayEquals(rows, ServerState.parse(answer).jacobian());
  }

  @ParameterizedTest
  @CsvSource({"pose", "vel", "force", "torque", "q", "dq", "jacobian", "gripper_pos"})
  void shouldNameWhatAnAnswerLacks(String key) {
    JsonNode answer = ServerState.of(state(), 0.4).toJson().without(key);
    String line = assertThrows(LinkException.class, () -> ServerState.parse(answer)).line();
    assertEquals(true, line.contains("'" + key + "'"), line);
  }
}
