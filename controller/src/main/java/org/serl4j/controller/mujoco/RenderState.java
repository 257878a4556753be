package org.serl4j.controller.mujoco;

/**
 * What a picture depends on: a copy of positions and movable fixtures. Made once and overwritten;
 * handed from the thread that holds the world's lock to one that renders.
 */
final class RenderState {
  final double[] qpos;
  final double[] mocapPos;
  final double[] mocapQuat;
  long captureNs;
  long version = -1;

  RenderState(Physics physics) {
    qpos = new double[physics.nq];
    mocapPos = new double[3 * physics.nmocap];
    mocapQuat = new double[4 * physics.nmocap];
  }

  /** Copies the present state; takes the clockwork's lock. */
  void capture(Clockwork world) {
    synchronized (world) {
      Physics physics = world.physics();
      physics.qpos.get(0, qpos);
      physics.mocapPos.get(0, mocapPos);
      physics.mocapQuat.get(0, mocapQuat);
      captureNs = world.stateNs();
      version = physics.version();
    }
  }
}
