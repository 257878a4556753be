package org.serl4j.hardware;

import java.util.Optional;

/**
 * How the arm's joints are brought to given positions: by another controller, which takes the place
 * of the impedance controller meanwhile. One of {@code switching} and {@code launching} says how
 * they change places.
 *
 * @param tolerance every joint must come this close [rad]
 * @param timeoutS within this time [s]
 * @param targetParameter where the other controller looks for its target, 7 numbers
 * @param switching both are loaded, and controller_manager switches
 * @param launching each is started as a program on this machine
 */
public record JointReset(
    @Range(min = 0.001, max = 0.2, unit = "rad") double tolerance,
    @Range(min = 1, max = 120, unit = "s") double timeoutS,
    String targetParameter,
    Optional<Switching> switching,
    Optional<Launching> launching) {

  /**
   * Controllers of controller_manager.
   *
   * @param service controller_manager's switch_controller
   * @param impedance the impedance controller's name
   * @param joint the joint controller's name
   */
  public record Switching(String service, String impedance, String joint) {
    public Switching {
      RosTopics.requireGlobal("service", service);
      requireText("impedance", impedance);
      requireText("joint", joint);
    }
  }

  /**
   * Commands that run until they are ended, words between blanks. serl4j runs the first from its
   * start to its end, but for joint resets.
   *
   * @param impedance starts the impedance controller
   * @param joint starts the joint controller
   */
  public record Launching(String impedance, String joint) {
    public Launching {
      requireText("impedance", impedance);
      requireText("joint", joint);
    }
  }

  public JointReset {
    Bounds.of(JointReset.class).check("tolerance", tolerance).check("timeoutS", timeoutS);
    RosTopics.requireGlobal("targetParameter", targetParameter);
    if (switching.isPresent() == launching.isPresent()) {
      throw new InvalidValueException(
          "switching",
          switching.isPresent()
              ? "given beside launching: keep one of them"
              : "missing, and launching too: give one of them");
    }
  }

  private static void requireText(String component, String text) {
    if (text.isBlank()) {
      throw new InvalidValueException(component, "\"\" is empty: give a name or a command");
    }
  }
}
