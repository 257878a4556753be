package org.serl4j.controller.mujoco;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Pace;
import org.serl4j.controller.WallClock;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.loop.ControlLoop;
import org.serl4j.controller.loop.LoopRunner;
import org.serl4j.controller.loop.PlantLoop;
import org.serl4j.controller.loop.TorquePlant;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;

/**
 * A scene in motion, whatever drives its arm: physics, clock, gripper and pictures. {@link
 * SimulatedWorkcell} is one under our own control loop.
 *
 * <p>In lock-step time stands still until {@link Pace#advanceTo} runs it on the caller's thread;
 * against the wall clock a control thread steps at 1 kHz from {@link #start} on.
 *
 * @param <L> the loop that drives the arm
 */
public final class Simulation<L extends PlantLoop> implements VisibleScene, AutoCloseable {
  private final Physics physics;
  private final L loop;
  private final World world;
  private final SimulatedScene scene;
  private final Pace pace;
  private final @Nullable WallClock clock;
  private final @Nullable LoopRunner runner;
  private @Nullable RenderThread renderThread;

  private Simulation(
      Physics physics, Cell cell, boolean lockStep, Function<TorquePlant, L> driver) {
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
    for (CameraConfig config : cell.cameras()) {
      MujocoCamera.requireOfScene(config);
      physics.allowPictures(config.width(), config.height());
    }
    loop = driver.apply(franka);
    world = new World(physics, franka, gripper, loop);
    scene = new SimulatedScene(world);
    if (lockStep) {
      pace = new LockStep(world);
      clock = null;
      runner = null;
    } else {
      WallClock wall = new WallClock(this::requireRunning);
      pace = wall;
      clock = wall;
      runner =
          new LoopRunner(
              "control", ControlLoop.TICK_NS, () -> world.tick(wall.nowNs()), wall::nowNs);
    }
  }

  /**
   * Loads a scene. The arm starts where the scene's first keyframe has it, or at the cell's home if
   * there is none.
   *
   * @param sceneXml an MJCF file with the arm of {@code franka.xml}
   * @param cell its gripper and home, and how large its cameras' pictures are
   * @param lockStep virtual time instead of the wall clock
   * @param driver makes the loop of the arm, which reads it at once
   * @throws FileNotFoundException if there is no such file
   * @throws IllegalArgumentException if scene and cell do not fit: one line with the reason
   * @throws IllegalStateException if libmujoco is missing: one line with the remedy
   */
  public static <L extends PlantLoop> Simulation<L> open(
      Path sceneXml, Cell cell, boolean lockStep, Function<TorquePlant, L> driver)
      throws FileNotFoundException {
    Physics physics = new Physics(sceneXml);
    try {
      return new Simulation<>(physics, cell, lockStep, driver);
    } catch (RuntimeException e) {
      physics.close();
      throw e;
    }
  }

  /** Lets the wall clock run; nothing to do in lock-step. */
  public void start() {
    if (clock != null && runner != null) {
      clock.start();
      runner.start();
    }
  }

  /** The thread that draws; made when it is first needed. */
  synchronized RenderThread renderThread() {
    RenderThread known = renderThread;
    if (known == null) {
      known = new RenderThread(physics);
      renderThread = known;
    }
    return known;
  }

  World world() {
    return world;
  }

  /** What drives the arm. */
  public L loop() {
    return loop;
  }

  /** The privileged look behind the ports. */
  public SimulatedScene scene() {
    return scene;
  }

  /** The clock. */
  public Pace pace() {
    return pace;
  }

  /** The gripper. */
  public Gripper gripper() {
    return world.gripper();
  }

  @Override
  public Frame picture(String camera, int width, int height) {
    return draw(camera, width, height, true);
  }

  /**
   * A picture of the present state as the cell's cameras take it: without shadows, which take most
   * of the time. Waits for it.
   *
   * @param config a camera of the scene; its crop is left out
   */
  public Frame look(CameraConfig config) {
    return draw(MujocoCamera.sceneCamera(config), config.width(), config.height(), false);
  }

  private Frame draw(String camera, int width, int height, boolean shadows) {
    RenderState state = new RenderState(physics);
    state.capture(world);
    byte[] rgb = renderThread().draw(state, physics.camera(camera), width, height, shadows);
    return new Frame(rgb, width, height, state.captureNs, 0);
  }

  @Override
  public SceneView view() {
    return new SceneView(world);
  }

  /**
   * Whether the control thread is at work.
   *
   * @throws IllegalStateException if it has ended: one line with the reason
   */
  public void requireRunning() {
    Optional<Throwable> failure = runner == null ? Optional.empty() : runner.failure();
    if (failure.isPresent()) {
      throw new IllegalStateException(
          "the simulation stopped: " + failure.get().getMessage(), failure.get());
    }
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
