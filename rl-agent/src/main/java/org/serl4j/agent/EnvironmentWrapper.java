package org.serl4j.agent;

/**
 * An environment around another one, which it owns and closes. It hands everything on; whoever
 * extends it changes what is different.
 */
public abstract class EnvironmentWrapper implements Environment {
  /** The environment inside. */
  protected final Environment inner;

  /**
   * @param inner closed with this
   */
  protected EnvironmentWrapper(Environment inner) {
    this.inner = inner;
  }

  @Override
  public String task() {
    return inner.task();
  }

  @Override
  public Spaces spaces() {
    return inner.spaces();
  }

  @Override
  public double stepSeconds() {
    return inner.stepSeconds();
  }

  @Override
  public int maxEpisodeSteps() {
    return inner.maxEpisodeSteps();
  }

  @Override
  public double robotSeconds() {
    return inner.robotSeconds();
  }

  @Override
  public Observation reset(long seed) {
    return inner.reset(seed);
  }

  @Override
  public Step step(float[] action) {
    return inner.step(action);
  }

  @Override
  public void close() {
    inner.close();
  }
}
