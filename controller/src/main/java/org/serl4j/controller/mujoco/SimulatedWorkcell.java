package org.serl4j.controller.mujoco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Pace;
import org.serl4j.controller.WallClock;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.loop.ControlLoop;
import org.serl4j.controller.loop.LoopArm;
import org.serl4j.controller.loop.LoopLimits;
import org.serl4j.controller.loop.LoopRunner;
import org.serl4j.controller.loop.SetpointExchange;
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
  private final Physics physics;
  private final World world;
  private final SimulatedScene scene;
  private final LoopArm arm;
  private final Pace pace;
  private final List<Camera> cameras;
  private final @Nullable LoopRunner runner;
  private @Nullable RenderThread renderThread;

  private SimulatedWorkcell(Physics physics, Cell cell, boolean lockStep) {
    this.physics = physics;
    if (Math.abs(physics.timestepS() * 1e9 - ControlLoop.TICK_NS) > 0.5) {
      throw new IllegalArgumentException(
          "the scene's timestep is %s s: the control loop needs 0.001 s"
              .formatted(physics.timestepS()));
    }
    SimulatedFranka franka = new SimulatedFranka(physics);
    SimulatedGripper gripper = new SimulatedGripper(physics, cell.gripper());
    if (!physics.hasStart()) {
      franka.place(cell.arm().home().toArray());
      physics.refresh();
    }
    franka.measure(0);
    Workspace limits = Workspace.of(cell.safety());
    SetpointExchange setpoints =
        new SetpointExchange(cell.compliance(), new SafetyEnvelope(List.of(limits)));
    ControlLoop loop =
        new ControlLoop(
            franka,
            LoopLimits.of(cell),
            setpoints,
            cell.arm().nullspaceStiffness(),
            cell.arm().joint1NullspaceStiffness());
    arm = new LoopArm(loop, limits, cell.arm().home().toArray());
    world = new World(physics, franka, gripper, loop);
    scene = new SimulatedScene(world);
    if (lockStep) {
      pace = new LockStep(world);
      runner = null;
      cameras = makeCameras(cell, true);
    } else {
      WallClock clock = new WallClock(this::requireRunning);
      pace = clock;
      cameras = makeCameras(cell, false);
      runner =
          new LoopRunner(
              "control", ControlLoop.TICK_NS, () -> world.tick(clock.nowNs()), clock::nowNs);
      clock.start();
      runner.start();
    }
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
    Physics physics = new Physics(sceneXml);
    try {
      return new SimulatedWorkcell(physics, cell, lockStep);
    } catch (RuntimeException e) {
      physics.close();
      throw e;
    }
  }

  private List<Camera> makeCameras(Cell cell, boolean lockStep) {
    List<Camera> made = new ArrayList<>();
    try {
      for (CameraConfig config : cell.cameras()) {
        if (!config.source().startsWith(MujocoCamera.SOURCE)) {
          throw new IllegalArgumentException(
              "camera %s has the source %s: a simulated cell has cameras of the scene, mujoco:NAME"
                  .formatted(config.name(), config.source()));
        }
        physics.allowPictures(config.width(), config.height());
      }
      for (CameraConfig config : cell.cameras()) {
        made.add(new MujocoCamera(config, world, pace, renderThread(), lockStep));
      }
    } catch (RuntimeException e) {
      if (renderThread != null) {
        renderThread.close();
      }
      throw e;
    }
    return List.copyOf(made);
  }

  private synchronized RenderThread renderThread() {
    RenderThread known = renderThread;
    if (known == null) {
      known = new RenderThread(physics);
      renderThread = known;
    }
    return known;
  }

  /** The privileged look behind the ports. */
  public SimulatedScene scene() {
    return scene;
  }

  @Override
  public Frame picture(String camera, int width, int height) {
    RenderState state = new RenderState(physics);
    state.capture(world);
    byte[] rgb = renderThread().draw(state, physics.camera(camera), width, height, true);
    return new Frame(rgb, width, height, state.captureNs, 0);
  }

  @Override
  public SceneView view() {
    return new SceneView(world);
  }

  @Override
  public Pace pace() {
    return pace;
  }

  @Override
  public Arm arm() {
    return arm;
  }

  @Override
  public Gripper gripper() {
    return world.gripper();
  }

  @Override
  public List<Camera> cameras() {
    return cameras;
  }

  private void requireRunning() {
    Optional<Throwable> failure = runner == null ? Optional.empty() : runner.failure();
    if (failure.isPresent()) {
      throw new IllegalStateException(
          "the simulation stopped: " + failure.get().getMessage(), failure.get());
    }
  }

  World world() {
    return world;
  }

  @Override
  public synchronized void close() {
    if (runner != null) {
      runner.close();
    }
    RenderThread known = renderThread;
    if (known != null) {
      known.close();
    }
    synchronized (world) {
      physics.close();
    }
  }

  /** Virtual time: it passes only here. */
  private static final class LockStep implements Pace {
    private final World world;
    private long nowNs;

    LockStep(World world) {
      this.world = world;
    }

    @Override
    public synchronized long nowNs() {
      return nowNs;
    }

    @Override
    public synchronized void advanceTo(long deadlineNs) {
      while (nowNs < deadlineNs) {
        nowNs += ControlLoop.TICK_NS;
        world.tick(nowNs);
      }
    }
  }
}
