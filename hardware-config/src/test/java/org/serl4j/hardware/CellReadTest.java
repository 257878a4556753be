package org.serl4j.hardware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellReadTest {
  private static final Path SIM = Path.of("cells/sim.yaml");

  @SuppressWarnings("NullAway.Init") // JUnit fills it
  @TempDir
  Path folder;

  private final String sim;

  CellReadTest() throws IOException {
    sim = Files.readString(SIM);
  }

  @Test
  void shouldReadTheSimulatedCell() {
    Cell cell = Cell.read(SIM);

    assertEquals("sim", cell.name());
    assertEquals(ArmKind.MUJOCO, cell.arm().kind());
    assertEquals(ArmModel.PANDA, cell.arm().model());
    assertEquals(2, cell.cameras().size());
    assertEquals("mujoco:wrist_2", cell.cameras().get(1).source());
    assertEquals(128, cell.cameras().get(1).crop().width());
    assertEquals(0.7, cell.safety().box().high().z());
    assertEquals(new Quaternion(0, 1, 0, 0), cell.safety().rotation().reference());
    assertEquals(2000, cell.compliance().translationalStiffness());
    assertEquals(
        ReferenceClip.symmetric(0.003, 0.003, 0.01, 0.02, 0.02, 0.02), cell.compliance().clip());
  }

  @Test
  void shouldReadEveryCellOfTheRepository() throws IOException {
    try (var files = Files.newDirectoryStream(SIM.getParent(), "*.yaml")) {
      for (Path file : files) {
        assertFalse(Cell.read(file).cameras().isEmpty(), file.toString());
      }
    }
  }

  @Test
  void shouldLetTheCellForCablesDifferInItsCamerasAlone() {
    Cell sim = Cell.read(SIM);
    Cell other = Cell.read(SIM.resolveSibling("sim-cable.yaml"));

    assertEquals(sim.safety(), other.safety());
    assertEquals(sim.compliance(), other.compliance());
    assertEquals(sim.gripper(), other.gripper());
    assertArrayEquals(sim.arm().home().toArray(), other.arm().home().toArray());
  }

  @Test
  void shouldReadATargetThatIsInTheSafetyBox() throws IOException {
    String there = "target: {position: [0.5, 0.01, 0.04], rotation: [0, 1, 0, 0]}\n";
    Path file = Files.writeString(folder.resolve("target.yaml"), sim + "\n" + there);
    assertEquals(
        new TargetPose(new Xyz(0.5, 0.01, 0.04), new Quaternion(0, 1, 0, 0)),
        Cell.read(file).target().orElseThrow());
    assertTrue(Cell.read(SIM).target().isEmpty());

    Files.writeString(file, sim + "\n" + there.replace("0.04", "0.71"));
    String refusal =
        String.valueOf(assertThrows(CellException.class, () -> Cell.read(file)).getMessage());
    assertTrue(refusal.contains("target.position.z"), refusal);
    assertTrue(refusal.contains("0.7"), refusal);
  }

  @Test
  void shouldKeepTheHomeOfTheSimulatedArmPointingStraightDown() {
    double[] q = Cell.read(SIM).arm().home().toArray();

    assertEquals(q[1] - q[3], q[5], 1e-9);
    assertArrayEquals(new double[] {0, 0, 0}, new double[] {q[0], q[2], q[4]});
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        // unknown, missing, twice
        "  force: 70|  force: 70¶  grip: 1|cell.gripper.grip is an unknown key: cell.gripper has openWidth, speed, force",
        "  force: 70¶||cell.gripper.force is missing: give a number of 1 to 130 N",
        "  nullspaceStiffness: 0.2¶||cell.arm.nullspaceStiffness is missing: give a number of 0 to 100 Nm/rad",
        "  kind: mujoco¶||cell.arm.kind is missing: give mujoco or ros1 or serl",
        "name: sim¶||cell.name is missing: give a text",
        "  force: 70|  force: 70¶  force: 71|cell.gripper.force is given twice: keep one",
        // type
        "  force: 70|  force: lots|cell.gripper.force = \"lots\" does not fit: give a number of 1 to 130 N",
        "  force: 70|  force: \"70\"|cell.gripper.force = \"70\" does not fit: give a number of 1 to 130 N",
        "  force: 70|  force: [70]|cell.gripper.force = a sequence of 1 does not fit: give a number of 1 to 130 N",
        "  force: 70|  force:|cell.gripper.force = \"\" does not fit: give a number of 1 to 130 N",
        "  force: 70|  force: 0x46|cell.gripper.force = \"0x46\" does not fit: give a number of 1 to 130 N",
        "  kind: mujoco|  kind: gazebo|cell.arm.kind = \"gazebo\" does not fit: give mujoco or ros1 or serl",
        "  keepOut: []|  keepOut: none|cell.safety.keepOut = \"none\" does not fit: give a sequence",
        "name: sim|name: 12|cell.name = \"12\" does not fit: give a text",
        "2.1626, 0.785398]|2.1626]|cell.arm.home = a sequence of 6 does not fit: give a sequence of 7 numbers",
        "high: [0.75, 0.35, 0.7]|high: 0.75|cell.safety.box.high = \"0.75\" does not fit: give a sequence of 3 numbers",
        // range
        "  force: 70|  force: 131|cell.gripper.force = 131 N is outside of 1 to 130 N",
        "  force: 70|  force: .nan|cell.gripper.force = .nan is not a finite number: give a number of 1 to 130 N",
        "  force: 70|  force: -.inf|cell.gripper.force = -.inf is not a finite number: give a number of 1 to 130 N",
        "  force: 70|  force: 1e999|cell.gripper.force = 1e999 is not a finite number: give a number of 1 to 130 N",
        "-2.2727|0.1|cell.arm.home[3] = 0.1 rad is outside of -3.0718 to -0.0698 rad",
        "  rotationalKi: 0|  rotationalKi: -1|cell.compliance.rotationalKi = -1 Nm/rad per tick is outside of 0 to 100 Nm/rad per tick",
        "    negRz: 0.02|    negRz: 0.2|cell.compliance.clip.negRz = 0.2 rad is outside of 0 to 0.1 rad",
        "low: [0.25|low: [-25|cell.safety.box.low[0] = -25 m is outside of -2 to 2 m",
        "low: [0.25|low: [0.75|cell.safety.box.low[0] = 0.75 m is not below high[0] = 0.75 m",
        "[0, 1, 0, 0]|[0, 0.9, 0, 0]|cell.safety.rotation.reference = a quaternion of norm 0.900000: keep its norm within 1 +- 0.001",
        "  maxSpeed: 0.5|  maxSpeed: 1.6|cell.safety.maxSpeed = 1.6 m/s is outside of 0.001 to 1.5 m/s",
        "  abortSpeed: 1.5|  abortSpeed: 2.5|cell.safety.abortSpeed = 2.5 m/s is outside of 0 to 2 m/s",
        "name: sim|name: My Cell|cell.name = \"My Cell\" is not a name: small letters, digits, _ and -, at most 64",
      })
  void shouldNameFileLinePathValueUnitAndBound(String from, @Nullable String to, String message)
      throws IOException {
    String edited = edit(sim, lines(from), to == null ? "" : lines(to));

    assertFailure(edited, message);
  }

  @ParameterizedTest(name = "second camera: {0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "name: wrist_2|name: wrist_1|cell.cameras[1].name = \"wrist_1\" is the name of another camera: give each its own",
        "crop: {x: 0, y: 0, width: 128|crop: {x: 0, y: 0, width: 900|cell.cameras[1].crop.width = 900 px is outside of 1 to 128 px",
        "crop: {x: 0, y: 0, width: 128|crop: {x: 1, y: 0, width: 128|cell.cameras[1].crop.width = 128 px is outside of 1 to 127 px",
        "crop: {x: 0, y: 0, width: 128|crop: {x: 0, y: 0, wdith: 128|cell.cameras[1].crop.wdith is an unknown key: cell.cameras[1].crop has x, y, width, height",
        "rateHz: 30|rateHz: 241|cell.cameras[1].rateHz = 241 Hz is outside of 1 to 240 Hz",
        "outputSize: 128|outputSize: 12.5|cell.cameras[1].outputSize = \"12.5\" does not fit: give a whole number of 16 to 1024 px",
        "staleMs: 500|staleMs: 33|cell.cameras[1].staleMs = 33 ms is outside of 34 to 60000 ms",
        "reopenTries: 5|reopenTries: -1|cell.cameras[1].reopenTries = -1 is outside of 0 to 1000",
        "source: mujoco:wrist_2|source: \" \"|cell.cameras[1].source = \" \" is not a source: a device, a file, a stream's URL, ros:/TOPIC or mujoco:NAME",
      })
  void shouldCountCamerasInThePath(String from, String to, String message) throws IOException {
    int second = sim.indexOf("  - name: wrist_2");

    assertFailure(sim.substring(0, second) + edit(sim.substring(second), from, to), message);
  }

  @Test
  void shouldNameTheLineWhereTheSyntaxBreaks() throws IOException {
    String edited = edit(sim, "  force: 70", "  force: [70");

    String message = failure(edited);

    assertTrue(message.contains("is not YAML: "), message);
    assertTrue(message.matches("cell\\.yaml:\\d+: .*"), message);
  }

  @Test
  void shouldRefuseAFileThatIsNoMapping() throws IOException {
    assertEquals("cell.yaml:1: the file is empty", failure("# nothing\n"));
    assertEquals(
        "cell.yaml:1: cell = a sequence of 1 does not fit: give a mapping with name, arm, gripper,"
            + " cameras, safety, compliance, target",
        failure("- a\n"));
    assertTrue(failure("a: 1\n---\nb: 2\n").contains("is not YAML: "));
    assertTrue(failure("a: \u0001\n").contains("is not YAML: "));
  }

  @Test
  void shouldSayThatAFileIsMissingOrNoText() throws IOException {
    Path missing = folder.resolve("none.yaml");
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

    assertEquals(missing + ": there is no such file", message(missing));
    assertEquals(binary + ": is not a text in UTF-8", message(binary));
    assertTrue(message(folder).contains("cannot be read"));
  }

  private static String message(Path file) {
    CellException failure = assertThrows(CellException.class, () -> Cell.read(file));
    return String.valueOf(failure.getMessage());
  }

  /**
   * The line in {@code edited} that the message must name is the one that differs from sim.yaml.
   */
  private void assertFailure(String edited, String message) throws IOException {
    String actual = failure(edited);
    String[] parts = actual.split(": ", 2);

    assertEquals(message, parts[1]);
    if (message.contains(" is missing")) {
      return; // the line is where the mapping starts
    }
    String[] before = sim.split("\n", -1);
    String[] after = edited.split("\n", -1);
    int line = 0;
    while (before[line].equals(after[line])) {
      line++;
    }
    if (after.length > before.length) {
      line = sim.substring(0, sim.indexOf("  force: 70")).split("\n", -1).length; // the added line
    }
    assertEquals("cell.yaml:" + (line + 1), parts[0]);
  }

  private String failure(String yaml) throws IOException {
    Path file = folder.resolve("cell.yaml");
    Files.writeString(file, yaml);
    String message = message(file);
    assertFalse(message.contains("\n"), message);
    return message.replace(folder + "/", "");
  }

  private static String edit(String yaml, String from, String to) {
    assertTrue(yaml.contains(from), () -> "sim.yaml has no \"" + from + "\"");
    int at = yaml.indexOf(from);
    return yaml.substring(0, at) + to + yaml.substring(at + from.length());
  }

  private static String lines(String text) {
    return text.replace('¶', '\n');
  }
}
