package org.serl4j.controller.arm.ros1;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.ros1.client.RosPeers;

/** A rosmaster for all tests of a class. */
@SuppressWarnings("NullAway.Init") // JUnit fills them
abstract class MasterTest {
  @TempDir static Path home;
  static RosPeers peers;

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
}
