package org.serl4j.controller.mujoco;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MuJoCoTest {
  private static final double GRAVITY = 9.81;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit fills it
  Path directory;

  private Path scene(String xml) throws IOException {
    return Files.writeString(directory.resolve("scene.xml"), xml);
  }

  /** Semi-implicit Euler: after n steps of h, z falls by g h^2 n (n + 1) / 2. */
  @Test
  void shouldLetABallFall() throws IOException {
    Path falling =
        scene(
            """
            <mujoco><option timestep="0.001"/><worldbody>
              <body name="ball" pos="0 0 1"><freejoint/><geom size="0.1"/></body>
            </worldbody></mujoco>
            """);
    try (Physics physics = new Physics(falling)) {
      int n = 100;
      for (int i = 0; i < n; i++) {
        physics.step();
      }
      assertEquals(1 - GRAVITY * 1e-6 * n * (n + 1) / 2, physics.qpos.get(2), 1e-9);
      assertEquals(-GRAVITY * n * 1e-3, physics.qvel.get(2), 1e-9);
      assertEquals(0.1, physics.timeS(), 1e-12);
    }
  }

  @Test
  void shouldTurnAnErrorIntoAnException() {
    MuJoCo.load();
    RuntimeException e =
        assertThrows(RuntimeException.class, () -> MuJoCo.mju_error("something is wrong"));
    assertEquals("something is wrong", e.getMessage());
  }

  @Test
  void shouldWriteNoLogFileWhenItWarns() throws IOException {
    Path unstable =
        scene(
            """
            <mujoco><worldbody>
              <body name="ball" pos="0 0 1"><freejoint/><geom size="0.1"/></body>
            </worldbody></mujoco>
            """);
    try (Physics physics = new Physics(unstable)) {
      physics.qvel.put(0, Double.NaN);
      physics.step();
    }
    assertFalse(Files.exists(Path.of("MUJOCO_LOG.TXT")));
  }

  @Test
  void shouldSayWhyASceneDoesNotLoad() throws IOException {
    Path broken = scene("<mujoco><worldbody><body><geom size='-1'/></body></worldbody></mujoco>");
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> new Physics(broken)).getMessage());
    assertTrue(message.startsWith("the scene scene.xml does not load: "), message);
    assertFalse(message.contains("\n"), message);
    assertThrows(FileNotFoundException.class, () -> new Physics(directory.resolve("missing.xml")));
  }

  @Test
  void shouldNameThePackageWhenTheLibraryIsMissing() {
    assertEquals(
        "MuJoCo 2.2.2 does not load (no libmujoco.so.2.2.2): install it with `apt-get install"
            + " --no-install-recommends libmujoco-dev`, then build again",
        MuJoCo.doesNotLoad(new UnsatisfiedLinkError("no libmujoco.so.2.2.2\nmore")));
  }
}
