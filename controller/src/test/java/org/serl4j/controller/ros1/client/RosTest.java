package org.serl4j.controller.ros1.client;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A rosmaster for each test. */
abstract class RosTest {
  RosPeers peers;

  @BeforeEach
  void start(@TempDir Path home) throws IOException {
    peers = new RosPeers(home);
  }

  @AfterEach
  void stop() {
    if (peers != null) { // no rosmaster here
      peers.close();
    }
  }
}
