package org.serl4j.controller.standin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedBench;
import org.serl4j.controller.ros1.client.RosPeers;
import org.serl4j.controller.ros1.client.TcpNode;

/** The stand-in among rosmaster and the clients that people write for a Franka. */
class SimArmTest {
  private static RosPeers peers;
  private static TcpNode node;
  private static SimArm arm;

  @BeforeAll
  static void start(@TempDir Path home) throws IOException {
    peers = new RosPeers(home);
    node = peers.node("sim_arm");
    try (SceneFile scene = SceneFile.extract(SimulatedBench.class, "bench.xml")) {
      arm = SimArm.start(scene.path(), SimulatedBench.cell(), node, StandinSettings.DEFAULT);
    }
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
    if (arm != null) {
      arm.close();
    }
    if (peers != null) {
      peers.close();
    }
  }

  private static String client(String task) throws IOException, InterruptedException {
    String printed = peers.finished(peers.script("standin.py", task));
    arm.requireRunning();
    return printed;
  }

  @Test
  void shouldFollowAnEquilibriumPoseThatWasSentOnce() throws IOException, InterruptedException {
    String printed = client("follow");

    assertTrue(printed.contains("mode 2 success True"), printed);
    assertTrue(printed.contains("moved 0.04 0.06"), printed);
    assertTrue(printed.contains("column-major True True True"), printed);
    assertTrue(printed.contains("hand 0.1034 -0.7071"), printed);
  }
}
