package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.JointReset;
import org.serl4j.hardware.RosLink;

/** Programs of this machine in the controllers' place. */
class LaunchedControllersTest {
  private static final RosLink ROS =
      Cell.read(Path.of("../hardware-config/cells/franka-panda.yaml")).arm().ros().orElseThrow();

  private static LaunchedControllers with(String impedance, String joint) {
    return new LaunchedControllers(ROS, new JointReset.Launching(impedance, joint));
  }

  /** Which of these commands run as children of this program. */
  private static List<String> running() {
    return ProcessHandle.current()
        .children()
        .flatMap(
            child ->
                child.info().arguments().map(List::of).or(() -> Optional.of(List.of())).stream())
        .filter(arguments -> arguments.size() == 1 && arguments.get(0).startsWith("4711"))
        .map(arguments -> arguments.get(0))
        .toList();
  }

  @Test
  void shouldRunOneAtATime() throws RosException {
    LaunchedControllers controllers = with("sleep 47111", "sleep  47112");
    try {
      controllers.startImpedance();
      controllers.startImpedance();
      assertEquals(List.of("47111"), running());
      controllers.startJoint();
      assertEquals(List.of("47112"), running());
      controllers.stop();
      assertEquals(List.of(), running());
      controllers.startImpedance();
      assertEquals(List.of("47111"), running());
    } finally {
      controllers.close();
    }
    assertEquals(List.of(), running());
  }

  @Test
  void shouldNameACommandThatIsNone() {
    RosException refusal =
        assertThrows(RosException.class, () -> with("no-such-roslaunch a b", "x").startImpedance());
    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("cannot run 'no-such-roslaunch a b'"),
        refusal.toString());
  }
}
