package org.serl4j.hardware;

/** A record was given a value that it may not hold. The message names value, unit and bound. */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String component;
  private final String problem;

  /**
   * @param component where in the record, as {@code clip.x} or {@code home[3]}
   * @param problem value, unit and bound in words that follow "component = "
   */
  public InvalidValueException(String component, String problem) {
    super(component + " = " + problem);
    this.component = component;
    this.problem = problem;
  }

  /** Where in the record, as {@code clip.x} or {@code home[3]}. */
  public String component() {
    return component;
  }

  String problem() {
    return problem;
  }
}
