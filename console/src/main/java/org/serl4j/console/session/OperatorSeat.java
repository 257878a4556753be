package org.serl4j.console.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.intervention.Intervention;
import org.serl4j.agent.intervention.Operator;
import org.serl4j.agent.intervention.ScriptedOperator;
import org.serl4j.console.session.OperatorOptions.Who;
import org.serl4j.controller.mujoco.SceneView;
import org.serl4j.controller.teleoperation.Gamepad;
import org.serl4j.controller.teleoperation.Keyboard;
import org.serl4j.controller.teleoperation.LabellingDevice;
import org.serl4j.controller.teleoperation.SpaceMouse;
import org.serl4j.controller.teleoperation.TeleoperationDevice;
import org.serl4j.controller.viewer.CameraPanes;
import org.serl4j.controller.viewer.ViewerWindow;
import org.serl4j.controller.viewer.WindowContent;
import org.serl4j.tasks.OpenTask;

/** Where the operator sits: nobody, a script, or a person with a device and a window. */
public final class OperatorSeat implements AutoCloseable {
  private static final double AZIMUTH = 25; // from behind the arm, a little from the side [degree]

  private final Operator operator;
  private final @Nullable DeviceOperator person;
  private final boolean window;
  private final Runnable closing;

  private OperatorSeat(
      Operator operator, @Nullable DeviceOperator person, boolean window, Runnable closing) {
    this.operator = operator;
    this.person = person;
    this.window = window;
    this.closing = closing;
  }

  /**
   * Opens window and device, if any. A SpaceMouse needs no window: without a display the progress
   * says who acts.
   *
   * @throws RuntimeException with one line if there is no display, no gamepad, no daemon
   */
  public static OperatorSeat open(Who who, OpenTask open, Progress progress) {
    return open(who, open, progress, System.getenv());
  }

  /**
   * @param environment says whether there is a display, and where spacenavd listens; not modified
   */
  static OperatorSeat open(
      Who who, OpenTask open, Progress progress, Map<String, String> environment) {
    if (who == Who.NONE) {
      return new OperatorSeat(Operator.NONE, null, false, () -> {});
    }
    if (who == Who.SCRIPTED) {
      ScriptedOperator scripted =
          new ScriptedOperator(
              seed -> open.demonstrator().begin(0, seed),
              ScriptedOperator.Habits.forEpisodesOf(open.environment().maxEpisodeSteps()));
      return new OperatorSeat(scripted, null, false, () -> {});
    }
    String task = open.environment().task() + ": ";
    if (who == Who.SPACEMOUSE && !ViewerWindow.hasDisplay(environment)) {
      SpaceMouse mouse = spaceMouse(environment);
      progress.say("there is no display to open a window on: these lines say who acts");
      DeviceOperator person =
          new DeviceOperator(
              mouse,
              open.steering(),
              progress::say,
              holdsOn -> progress.say(acting(task, holdsOn, who)));
      return new OperatorSeat(person, person, false, mouse::close);
    }
    OperatorWindow window =
        OperatorWindow.open(
            acting(task, false, who), () -> sight(open), () -> device(who, environment));
    DeviceOperator person =
        new DeviceOperator(
            window.device(),
            open.steering(),
            progress::say,
            holdsOn -> window.title(acting(task, holdsOn, who)));
    return new OperatorSeat(person, person, true, window::close);
  }

  private static String acting(String task, boolean holdsOn, Who who) {
    return task + (holdsOn ? "HUMAN, " : "POLICY, ") + who.word();
  }

  /** What a person looks at: a simulated bench from behind the arm, another through its cameras. */
  private static WindowContent sight(OpenTask open) {
    if (open.scene().isEmpty()) {
      return new CameraPanes(open.cameras());
    }
    SceneView view = open.scene().get().view();
    view.lookAlong(AZIMUTH);
    return view;
  }

  private static TeleoperationDevice device(Who who, Map<String, String> environment) {
    return switch (who) {
      case KEYBOARD -> new Keyboard(System::nanoTime);
      case GAMEPAD -> Gamepad.open(System::nanoTime);
      case SPACEMOUSE ->
          new LabellingDevice(spaceMouse(environment), new Keyboard(System::nanoTime));
      case NONE, SCRIPTED -> throw new IllegalArgumentException(who + " has no device");
    };
  }

  private static SpaceMouse spaceMouse(Map<String, String> environment) {
    return SpaceMouse.open(SpaceMouse.socketOf(environment.get("SPNAV_SOCKET")), System::nanoTime);
  }

  /** Blends this operator's corrections with the policy's actions. */
  Intervention intervention(OpenTask open, int handOverSteps) {
    return new Intervention(operator, open.environment().spaces(), handOverSteps);
  }

  /**
   * The person as a demonstrator, who has control all the time.
   *
   * @throws IllegalStateException if nobody sits here
   */
  public Demonstrations.Demonstrating demonstrating() {
    DeviceOperator demonstrator = person;
    if (demonstrator == null) {
      throw new IllegalStateException("no person sits here");
    }
    return Demonstrations.Demonstrating.person(hand(demonstrator));
  }

  private static OpenTask.Demonstrator hand(DeviceOperator person) {
    return (noise, seed) -> {
      person.begun();
      return person::action;
    };
  }

  /**
   * The task whose rehearsals this person plays, and labels with a key.
   *
   * @param open goes on at its goal
   * @throws IllegalStateException if nobody sits here
   * @throws SessionException if there is no window, whose Enter key would be the label
   */
  public OpenTask labelling(OpenTask open) {
    DeviceOperator labeller = person;
    if (labeller == null) {
      throw new IllegalStateException("no person sits here");
    }
    if (!window) {
      throw new SessionException(
          "a SpaceMouse has no key for success, and without a display there is no window whose"
              + " Enter key is one: collect on a desktop");
    }
    return open.behind(new OperatorLabels(open.environment(), labeller::saysSuccess))
        .rehearsing(new OpenTask.Rehearsal("operator", 1, hand(labeller)));
  }

  @Override
  public void close() {
    closing.run();
  }
}
