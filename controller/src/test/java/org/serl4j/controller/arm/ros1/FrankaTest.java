package org.serl4j.controller.arm.ros1;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.ros1.client.RosPeers;

/** A bench for each test, at a master for all of a class. */
@SuppressWarnings("NullAway.Init") // JUnit fills them
abstract class FrankaTest {
  static final RigidTransform NEAR = FrankaBench.NEAR;
  static final RigidTransform FAR = FrankaBench.FAR;

  @TempDir static Path home;
  static RosPeers peers;

  FrankaBench bench;

  @BeforeAll
  static void startMaster() throws Exception {
    peers = new RosPeers(home);
  }

  @AfterAll
  static void stopMaster() {
    if (peers != null) { // no rosmaster here
      peers.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    bench = new FrankaBench(peers);
  }

  @AfterEach
  void close() {
    bench.close();
  }
}
