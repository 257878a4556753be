package org.serl4j.console.session;

import org.jspecify.annotations.Nullable;
import org.serl4j.agent.intervention.Intervention;
import org.serl4j.agent.intervention.Operator;
import org.serl4j.agent.intervention.ScriptedOperator;
import org.serl4j.console.session.OperatorOptions.Who;
import org.serl4j.controller.mujoco.VisibleScene;
import org.serl4j.controller.teleoperation.Gamepad;
import org.serl4j.controller.teleoperation.Keyboard;
import org.serl4j.controller.teleoperation.SpaceMouse;
import org.serl4j.controller.teleoperation.TeleoperationDevice;
import org.serl4j.tasks.OpenTask;

/** Where the operator sits: nobody, a script, or a person with a device and a window. */
public final class OperatorSeat implements AutoCloseable {
  private final Operator operator;
  private final @Nullable DeviceOperator person;
  private final @Nullable OperatorWindow window;

  private OperatorSeat(
      Operator operator, @Nullable DeviceOperator person, @Nullable OperatorWindow window) {
    this.operator = operator;
    this.person = person;
    this.window = window;
  }

  /**
   * Opens window and device, if any.
   *
   * @throws RuntimeException with one line if there is no display, no gamepad, no daemon
   */
  public static OperatorSeat open(Who who, OpenTask open, Progress progress) {
    if (who == Who.NONE) {
      return new OperatorSeat(Operator.NONE, null, null);
    }
    if (who == Who.SCRIPTED) {
      ScriptedOperator scripted =
          new ScriptedOperator(
              seed -> open.demonstrator().begin(0, seed),
              ScriptedOperator.Habits.forEpisodesOf(open.environment().maxEpisodeSteps()));
      return new OperatorSeat(scripted, null, null);
    }
    VisibleScene simulation =
        open.scene()
            .orElseThrow(
                () -> new SessionException("only a simulated workcell can be steered so far"));
    String task = open.environment().task() + ": ";
    OperatorWindow window =
        OperatorWindow.open(task + "POLICY, " + who.word(), simulation, () -> device(who));
    DeviceOperator person =
        new DeviceOperator(
            window.device(),
            open.steering(),
            progress::say,
            holdsOn -> window.title(task + (holdsOn ? "HUMAN, " : "POLICY, ") + who.word()));
    return new OperatorSeat(person, person, window);
  }

  private static TeleoperationDevice device(Who who) {
    return switch (who) {
      case KEYBOARD -> new Keyboard(System::nanoTime);
      case GAMEPAD -> Gamepad.open(System::nanoTime);
      case SPACEMOUSE ->
          SpaceMouse.open(SpaceMouse.socketOf(System.getenv("SPNAV_SOCKET")), System::nanoTime);
      case NONE, SCRIPTED -> throw new IllegalArgumentException(who + " has no device");
    };
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
   */
  public OpenTask labelling(OpenTask open) {
    DeviceOperator labeller = person;
    if (labeller == null) {
      throw new IllegalStateException("no person sits here");
    }
    return open.behind(new OperatorLabels(open.environment(), labeller::saysSuccess))
        .rehearsing(new OpenTask.Rehearsal("operator", 1, hand(labeller)));
  }

  @Override
  public void close() {
    if (window != null) {
      window.close();
    }
  }
}
