package org.serl4j.controller.mujoco;

import org.serl4j.controller.loop.PlantLoop;

/**
 * The simulated bench's clockwork: one tick is one control step and one physics step. All access to
 * the physics happens under this object's lock.
 */
final class World implements Clockwork {
  private final Physics physics;
  private final SimulatedFranka franka;
  private final SimulatedGripper gripper;
  private final PlantLoop loop;
  private final Disturbances disturbances;

  private long nowNs;

  World(Physics physics, SimulatedFranka franka, SimulatedGripper gripper, PlantLoop loop) {
    this.physics = physics;
    this.franka = franka;
    this.gripper = gripper;
    this.loop = loop;
    disturbances = new Disturbances(physics);
  }

  /** One millisecond; afterwards it is {@code nowNs}. Does not allocate. */
  synchronized void tick(long nowNs) {
    loop.step();
    gripper.command();
    disturbances.tick();
    physics.step();
    this.nowNs = nowNs;
    franka.measure(nowNs);
    gripper.measure();
  }

  /** After positions were set from outside: recomputes everything; the arm holds where it is. */
  void moved() {
    physics.refresh();
    settled();
  }

  /** After the state was replaced as a whole: the arm holds where it is. */
  void settled() {
    franka.measure(nowNs);
    gripper.measure();
    loop.restart();
  }

  @Override
  public Physics physics() {
    return physics;
  }

  /** What acts on the scene from outside now. */
  Disturbances disturbances() {
    return disturbances;
  }

  SimulatedFranka franka() {
    return franka;
  }

  SimulatedGripper gripper() {
    return gripper;
  }

  @Override
  public synchronized long stateNs() {
    return nowNs;
  }
}
