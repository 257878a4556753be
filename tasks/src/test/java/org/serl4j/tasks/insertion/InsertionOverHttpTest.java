package org.serl4j.tasks.insertion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.Step;
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
import org.serl4j.tasks.SimulatedCell;
import org.serl4j.tasks.TaskCatalogue;
import org.serl4j.tasks.peg.PegInsertion;

/** The task with an arm that is moved by HTTP alone, in real time. */
class InsertionOverHttpTest {
  /** Arm and gripper behind the server; the cameras look at the bench itself. */
  private record Remote(SerlWorkcell server, SimulatedWorkcell bench) implements Workcell {
    @Override
    public Pace pace() {
      return server.pace();
    }

    @Override
    public Arm arm() {
      return server.arm();
    }

    @Override
    public Gripper gripper() {
      return server.gripper();
    }

    @Override
    public List<Camera> cameras() {
      return bench.cameras();
    }

    @Override
    public void close() {
      server.close();
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

  @Test
  void shouldInsertThePegThroughAServer() throws IOException {
    Cell cell = SimulatedCell.read();
    List<String> refused = new CopyOnWriteArrayList<>();
    try (SceneFile scene = SceneFile.extract(TaskCatalogue.class, PegInsertion.TASK.scene());
        SimulatedWorkcell bench = SimulatedWorkcell.open(scene.path(), cell, false);
        ArmServer server =
            ArmServer.start(
                bench,
                cell,
                new ArmServer.Settings(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    Optional.empty(),
                    10_000),
                refused::add);
        SerlWorkcell remote = SerlWorkcell.open(behind(server.port(), cell))) {
      InsertionOptions options = InsertionOptions.fixedBoard(PegInsertion.TASK);
      InsertionEnvironment environment =
          new InsertionEnvironment(
              PegInsertion.TASK,
              new Remote(remote, bench),
              options,
              new InsertionBench(PegInsertion.TASK.geometry(), bench.scene(), options),
              false);
      environment.reset(7);
      InsertionExpert expert = InsertionExpert.of(environment, 0, 7);
      Step step = environment.step(expert.get());
      while (!step.done()) {
        step = environment.step(expert.get());
      }
      assertTrue(step.success(), step.note());
      assertEquals(1, step.reward());
      assertEquals(List.of(), refused);
      assertEquals(Optional.empty(), bench.arm().fault());
    }
  }
}
