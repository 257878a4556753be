package org.serl4j.controller.arm.ros1;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.serl4j.controller.geometry.RigidTransform;

/** A bench for each test, at a master for all of a class. */
@SuppressWarnings("NullAway.Init") // JUnit fills them
abstract class FrankaTest extends MasterTest {
  static final RigidTransform NEAR = FrankaBench.NEAR;
  static final RigidTransform FAR = FrankaBench.FAR;

  FrankaBench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new FrankaBench(peers);
  }

  @AfterEach
  void close() {
    bench.close();
  }
}
