package org.serl4j.tasks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.serl4j.controller.Pace;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.arm.serl.ArmServer;
import org.serl4j.controller.arm.serl.SerlWorkcell;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.ArmConfig;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.ArmLink;
import org.serl4j.hardware.Cell;

/**
 * A simulated bench in real time whose arm and gripper are moved by HTTP alone; the cameras look at
 * it themselves.
 */
public final class RemoteWorkcell implements Workcell {
  private final SimulatedWorkcell bench;
  private final ArmServer server;
  private final SerlWorkcell remote;
  private final List<String> refused;

  private RemoteWorkcell(
      SimulatedWorkcell bench, ArmServer server, SerlWorkcell remote, List<String> refused) {
    this.bench = bench;
    this.server = server;
    this.remote = remote;
    this.refused = refused;
  }

  /**
   * Opens a scene behind a server.
   *
   * @param scene of a task
   * @param cell simulated
   */
  public static RemoteWorkcell open(String scene, Cell cell) throws IOException {
    List<String> refused = new CopyOnWriteArrayList<>();
    try (SceneFile file = SceneFile.extract(TaskCatalogue.class, scene)) {
      SimulatedWorkcell bench = SimulatedWorkcell.open(file.path(), cell, false);
      ArmServer server =
          ArmServer.start(
              bench,
              cell,
              new ArmServer.Settings(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  Optional.empty(),
                  10_000),
              refused::add);
      return new RemoteWorkcell(
          bench, server, SerlWorkcell.open(behind(server.port(), cell)), refused);
    }
  }

  private static Cell behind(int port, Cell cell) {
    ArmConfig arm = cell.arm();
    return new Cell(
        "remote",
        new ArmConfig(
            ArmKind.SERL,
            arm.model(),
            arm.home(),
            arm.nullspaceStiffness(),
            arm.joint1NullspaceStiffness(),
            Optional.of(new ArmLink("http://127.0.0.1:" + port, "", 50, 500, 0))),
        cell.gripper(),
        List.of(),
        cell.safety(),
        cell.compliance());
  }

  /** The bench itself, for whoever wants to know the truth. */
  public SimulatedWorkcell bench() {
    return bench;
  }

  /** What the server refused. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  @Override
  public Pace pace() {
    return remote.pace();
  }

  @Override
  public Arm arm() {
    return remote.arm();
  }

  @Override
  public Gripper gripper() {
    return remote.gripper();
  }

  @Override
  public List<Camera> cameras() {
    return bench.cameras();
  }

  @Override
  public void close() {
    try (bench;
        server) {
      remote.close();
    }
  }
}
