package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.serl4j.agent.intervention.Intervention;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.TaskOptions;

/**
 * Who may correct the policy while it trains.
 *
 * @param who sits at which device
 * @param handOverSteps env steps in which control goes over entirely, both ways
 */
public record OperatorOptions(Who who, int handOverSteps) {
  /** Who corrects, and with what. */
  public enum Who {
    NONE,
    SCRIPTED,
    KEYBOARD,
    GAMEPAD,
    SPACEMOUSE;

    /** A person, who cannot follow anything but the wall clock. */
    public boolean isPerson() {
      return this == KEYBOARD || this == GAMEPAD || this == SPACEMOUSE;
    }

    /** As the command line has it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How a task is opened whose episodes this one plays into a data set: in time that it can
     * follow, with the stops of a real arm kept beside the data.
     *
     * @param data the data set's folder
     */
    public TaskOptions recording(Cell cell, boolean randomScene, Path data) {
      TaskOptions paced =
          isPerson() ? new TaskOptions(randomScene, false) : TaskOptions.fastest(cell, randomScene);
      return paced.keepingStops(data.resolveSibling(data.getFileName() + "-stops"));
    }

    /**
     * The one of that word.
     *
     * @param option that has the word, for the complaint
     * @throws IllegalArgumentException with the known words, in one line
     */
    public static Who of(String option, String word) {
      return among(List.of(values()), option, word, "");
    }

    private static Who among(List<Who> known, String option, String word, String others) {
      return known.stream()
          .filter(who -> who.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      option
                          + " "
                          + word
                          + ": one of "
                          + others
                          + known.stream().map(Who::word).collect(Collectors.joining(", "))));
    }
  }

  /** The word of whoever plays by script. */
  public static final String EXPERT = "expert";

  /**
   * Who plays episodes: NONE for the script, or a person.
   *
   * @throws IllegalArgumentException with the known words, in one line
   */
  public static Who player(String option, String word) {
    List<Who> people = Arrays.stream(Who.values()).filter(Who::isPerson).toList();
    return word.equals(EXPERT) ? Who.NONE : Who.among(people, option, word, EXPERT + ", ");
  }

  public OperatorOptions {
    if (handOverSteps < 1 || handOverSteps > 100) {
      throw new IllegalArgumentException("--hand-over-steps " + handOverSteps + ": from 1 to 100");
    }
  }

  /** Nobody. */
  public static OperatorOptions none() {
    return new OperatorOptions(Who.NONE, Intervention.RAMP_STEPS);
  }
}
