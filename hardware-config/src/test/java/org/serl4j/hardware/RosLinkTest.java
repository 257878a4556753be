package org.serl4j.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosLinkTest {
  private static final Path PANDA = Path.of("cells/franka-panda.yaml");

  @SuppressWarnings("NullAway.Init") // JUnit fills it
  @TempDir
  Path folder;

  @Test
  void shouldReadTheCellsOfRealArms() {
    RosLink ros = Cell.read(PANDA).arm().ros().orElseThrow();

    assertEquals("http://127.0.0.1:11311", ros.master());
    assertEquals(200, ros.rateHz());
    assertEquals("/cartesian_impedance_controller", ros.names().controller());
    assertEquals("/franka_gripper", ros.names().gripper());
    assertTrue(ros.jointReset().orElseThrow().switching().isPresent());
    assertEquals(ArmModel.FR3, Cell.read(PANDA.resolveSibling("franka-fr3.yaml")).arm().model());
  }

  @Test
  void shouldKnowWhereARobotiqListens() throws IOException {
    RosLink ros = read("gripper: franka", "gripper: robotiq").arm().ros().orElseThrow();

    assertEquals("/Robotiq2FGripperRobot", ros.names().gripper());
  }

  @Test
  void shouldReadAPayload() throws IOException {
    String given =
        "gripper: franka\n    payload: {mass: 0.25, centre: [0.04, 0, 0.05],"
            + " inertia: [3e-4, 3e-4, 2e-4], products: [0, 0, 0]}";
    RosLink ros = read("gripper: franka", given).arm().ros().orElseThrow();

    assertEquals(new Xyz(0.04, 0, 0.05), ros.payload().orElseThrow().centre());
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: ros1|kind: mujoco|cell.arm.ros = belongs to an arm of kind ros1: leave it out",
        "rateHz: 200|rateHz: 20|cell.arm.ros.rateHz = 20 Hz is outside of 50 to 1000 Hz",
        "http://127.0.0.1:11311|http://127.0.0.1|cell.arm.ros.master = \"http://127.0.0.1\" is not a master's address: give http://HOST:PORT",
        "host: 127.0.0.1|host: the robot|cell.arm.ros.host = \"the robot\" is not an address: give this machine's (ROS_IP)",
        "gripper: franka|gripper: hand|cell.arm.ros.gripper = \"hand\" does not fit: give franka or robotiq or none",
        "tolerance: 0.01|tolerance: 0|cell.arm.ros.jointReset.tolerance = 0 rad is outside of 0.001 to 0.2 rad",
        "/target_joint|target_joint|cell.arm.ros.jointReset.targetParameter = \"target_joint_positions\" is not a global ROS name: give one such as /a/b_c",
        "switching:|switchign:|cell.arm.ros.jointReset.switchign is an unknown key: cell.arm.ros.jointReset has tolerance, timeoutS, targetParameter, switching, launching",
      })
  void shouldNameWhatDoesNotFit(String from, String to, String message) {
    String refused =
        String.valueOf(assertThrows(CellException.class, () -> read(from, to)).getMessage());

    assertEquals(message, refused.split(": ", 2)[1]);
  }

  @Test
  void shouldRefuseAccelerationsThatTheModelCannotFollow() throws IOException {
    String fr3 = "model: fr3\n  #";
    String refused =
        String.valueOf(
            assertThrows(
                    CellException.class,
                    () -> read("model: panda", fr3, "maxAcceleration: 13", "maxAcceleration: 10"))
                .getMessage());

    assertTrue(
        refused.endsWith("cell.arm.ros.maxAcceleration = 10 m/s^2 is outside of 0 to 9 m/s^2"),
        refused);
  }

  private Cell read(String... edits) throws IOException {
    String yaml = Files.readString(PANDA);
    for (int i = 0; i < edits.length; i += 2) {
      assertTrue(yaml.contains(edits[i]), edits[i]);
      yaml = yaml.replaceFirst(edits[i], edits[i + 1]);
    }
    Path file = folder.resolve("cell.yaml");
    Files.writeString(file, yaml);
    return Cell.read(file);
  }
}
