package org.serl4j.controller.mujoco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.serl4j.controller.Pace;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.loop.ControlLoop;
import org.serl4j.controller.loop.LoopArm;
import org.serl4j.controller.loop.LoopLimits;
import org.serl4j.controller.loop.SetpointExchange;
import org.serl4j.controller.loop.TorquePlant;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;

/**
 * A bench that exists only in MuJoCo: the same ports and the same control loop as on hardware.
 *
 * <p>In lock-step time stands still until {@link Pace#advanceTo} runs it, as fast as the machine
 * allows, on the caller's thread; the same calls give the same bits. Against the wall clock a
 * control thread steps at 1 kHz and the render thread draws at the cameras' rates.
 */
public final class SimulatedWorkcell implements Workcell, VisibleScene {
  private final Simulation<?> simulation;
  private final Arm arm;
  private final List<Camera> cameras;

  private SimulatedWorkcell(Simulation<?> simulation, Arm arm, List<Camera> cameras) {
    this.simulation = simulation;
    this.arm = arm;
    this.cameras = cameras;
  }

  /**
   * Loads a scene and everything the cell names. The arm starts where the scene's first keyframe
   * has it, or at the cell's home if there is none, and holds.
   *
   * @param sceneXml an MJCF file with the arm of {@code franka.xml}
   * @param cell of kind mujoco
   * @param lockStep virtual time instead of the wall clock
   * @throws IOException if there is no such file
   * @throws IllegalArgumentException if scene and cell do not fit: one line with the reason
   * @throws IllegalStateException if libmujoco or GL is missing: one line with the remedy
   */
  public static SimulatedWorkcell open(Path sceneXml, Cell cell, boolean lockStep)
      throws IOException {
    Workspace limits = Workspace.of(cell.safety());
    SetpointExchange setpoints =
        new SetpointExchange(cell.compliance(), new SafetyEnvelope(List.of(limits)));
    Simulation<ControlLoop> simulation =
        Simulation.open(sceneXml, cell, lockStep, plant -> loop(plant, cell, setpoints));
    try {
      LoopArm arm = new LoopArm(simulation.loop(), limits, cell.arm().home().toArray());
      SimulatedWorkcell workcell =
          new SimulatedWorkcell(simulation, arm, cameras(simulation, cell, lockStep));
      simulation.start();
      return workcell;
    } catch (RuntimeException e) {
      simulation.close();
      throw e;
    }
  }

  private static ControlLoop loop(TorquePlant plant, Cell cell, SetpointExchange setpoints) {
    return new ControlLoop(
        plant,
        LoopLimits.of(cell),
        setpoints,
        cell.arm().nullspaceStiffness(),
        cell.arm().joint1NullspaceStiffness());
  }

  private static List<Camera> cameras(Simulation<?> simulation, Cell cell, boolean lockStep) {
    List<Camera> made = new ArrayList<>();
    for (CameraConfig config : cell.cameras()) {
      made.add(
          new MujocoCamera(
              config, simulation.world(), simulation.pace(), simulation.renderThread(), lockStep));
    }
    return List.copyOf(made);
  }

  /** The privileged look behind the ports. */
  public SimulatedScene scene() {
    return simulation.scene();
  }

  @Override
  public Frame picture(String camera, int width, int height) {
    return simulation.picture(camera, width, height);
  }

  @Override
  public SceneView view() {
    return simulation.view();
  }

  @Override
  public Pace pace() {
    return simulation.pace();
  }

  @Override
  public Arm arm() {
    return arm;
  }

  @Override
  public Gripper gripper() {
    return simulation.gripper();
  }

  @Override
  public List<Camera> cameras() {
    return cameras;
  }

  World world() {
    return simulation.world();
  }

  @Override
  public void close() {
    simulation.close();
  }
}
