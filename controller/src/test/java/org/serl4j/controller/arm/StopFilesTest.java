package org.serl4j.controller.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Twist;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.geometry.Wrench;

class StopFilesTest {
  private static final Vector3 V = new Vector3(1, 2, 3);

  @SuppressWarnings("NullAway.Init") // JUnit fills it
  @TempDir
  Path home;

  private static ArmFault fault(ArmFault.Kind kind) {
    RigidTransform X = new RigidTransform(new Rotation(0, 1, 0, 0), V);
    double[] seven = {1, 2, 3, 4, 5, 6, Double.NaN};
    ArmState state =
        new ArmState(5, seven, seven, X, new Twist(V, V), new Wrench(V, V), new double[7]);
    return new ArmFault(kind, "why", 9, List.of(state), List.of(new ArmCommand(7, X)));
  }

  @Test
  void shouldWriteWhatLedToAStop() throws IOException {
    new StopFiles(home.resolve("stops")).accept(fault(ArmFault.Kind.REFLEX));

    JsonNode stop =
        new ObjectMapper().readTree(home.resolve("stops/stop-0001-reflex.json").toFile());
    assertEquals("REFLEX", stop.path("kind").asText());
    assertEquals(9, stop.path("timeNs").asLong());
    assertEquals(2, stop.at("/states/0/q/1").asDouble());
    assertTrue(stop.at("/states/0/q/6").isNull());
    assertEquals(3, stop.at("/states/0/F_E_E/5").asDouble());
    assertEquals(7, stop.at("/commands/0/timeNs").asLong());
    assertEquals(1, stop.at("/commands/0/X_OD/R/1").asDouble());
  }

  @Test
  void shouldNumberOnAfterARunIsResumed() {
    new StopFiles(home.resolve("stops")).accept(fault(ArmFault.Kind.CAMERA));
    new StopFiles(home.resolve("stops")).accept(fault(ArmFault.Kind.CAMERA));

    assertTrue(Files.exists(home.resolve("stops/stop-0002-camera.json")));
  }

  /** A run is refused a folder that is not empty. */
  @Test
  void shouldNotMakeTheFolderOfTheRun() throws IOException {
    Path run = home.resolve("run");
    StopFiles files = new StopFiles(run.resolve("stops"));
    files.accept(fault(ArmFault.Kind.NOT_READY));
    assertFalse(Files.exists(run));

    Files.createDirectory(run);
    files.accept(fault(ArmFault.Kind.REFLEX));
    assertTrue(Files.exists(run.resolve("stops/stop-0001-not_ready.json")));
    assertTrue(Files.exists(run.resolve("stops/stop-0002-reflex.json")));
  }
}
