package org.serl4j.tasks;

import java.util.function.Supplier;
import org.serl4j.agent.Environment;
import org.serl4j.controller.Workcell;

/**
 * A task over an open workcell. Closing the environment closes the workcell.
 *
 * @param environment the task
 * @param workcell what it drives; for viewers and pictures, not to command
 * @param demonstrator makes a scripted expert for the episode just begun
 * @param report one line on what happened so far beyond rewards: false successes, slips, retries
 */
public record OpenTask(
    Environment environment,
    Workcell workcell,
    Demonstrator demonstrator,
    Supplier<String> report) {

  /** Makes scripted experts. */
  @FunctionalInterface
  public interface Demonstrator {
    /**
     * An expert for the episode that the environment has just begun: ask it for one action before
     * each step.
     *
     * @param noise standard deviation of what is added to each element of the action, so that
     *     demonstrations differ; 0 for none
     * @param seed of that noise
     */
    Supplier<float[]> begin(double noise, long seed);
  }
}
