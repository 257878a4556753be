package org.serl4j.controller.loop;

/**
 * What drives a {@link TorquePlant} at 1 kHz. One thread calls both; neither may block.
 *
 * <p>{@link ControlLoop} is ours. The other is that of a robot that somebody else's program
 * commands: the stand-in behind ROS.
 */
public interface PlantLoop {
  /** One tick: reads the plant and commands it. */
  void step();

  /** Starts anew from where the plant is now: for a simulation that put the arm elsewhere. */
  void restart();
}
