package org.serl4j.agent;

/**
 * A task to be learned, in simulation or on hardware. Not thread-safe: one actor drives it.
 *
 * <p>The call order is {@code reset, step, step, ...} until {@link Step#done()}, then {@code reset}
 * again. {@code step} before the first {@code reset}, or after the episode's end, throws {@link
 * IllegalStateException}.
 */
public interface Environment extends AutoCloseable {
  /** Name of the task, in small letters with hyphens, as the command line takes it. */
  String task();

  Spaces spaces();

  /** Length of one step on the robot's clock [s]. */
  double stepSeconds();

  /** Steps after which an episode is truncated. */
  int maxEpisodeSteps();

  /** Seconds that have passed on the robot's clock since construction, resets included. */
  double robotSeconds();

  /**
   * Brings the scene back and begins an episode.
   *
   * @param seed decides everything random about this episode; the same seed in lock-step gives the
   *     same episode, bit for bit
   * @throws ResetFailedException if the scene could not be brought back
   */
  Observation reset(long seed);

  /**
   * Executes one action and waits for its result.
   *
   * @param action one element in [-1, 1] for each of {@link Spaces#action()}; not modified; values
   *     outside are clipped, a non-finite one throws {@link IllegalArgumentException}
   */
  Step step(float[] action);

  @Override
  void close();
}
