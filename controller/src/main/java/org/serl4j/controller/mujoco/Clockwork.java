package org.serl4j.controller.mujoco;

/** What drives a scene's physics, as pictures see it: all access happens under this lock. */
interface Clockwork {
  Physics physics();

  /** When the state was measured, on the clock of what is simulated [ns]. */
  long stateNs();
}
