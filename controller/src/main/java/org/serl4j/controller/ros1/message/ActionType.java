package org.serl4j.controller.ros1.message;

import java.util.ArrayList;
import java.util.List;

/**
 * An action: a goal that is sent, feedback while it is worked on, and a result, each on a topic of
 * its own under the action's name ({@code goal}, {@code feedback}, {@code result}, beside {@code
 * cancel} of {@link ActionType.GoalId} and {@code status} of {@link ActionType.GoalStatusArray}).
 *
 * @param goal of {@code name/goal}
 * @param result of {@code name/result}
 * @param feedback of {@code name/feedback}
 */
public record ActionType<G, R, F>(
    MessageType<Goal<G>> goal, MessageType<Outcome<R>> result, MessageType<Outcome<F>> feedback) {

  /** A goal with its name: the sender chooses it, and finds it again in the result. */
  public record Goal<G>(Header header, GoalId id, G goal) {}

  /** A result or feedback, with what has become of the goal. */
  public record Outcome<T>(Header header, GoalStatus status, T body) {}

  /**
   * actionlib_msgs/GoalID.
   *
   * @param stampNs [ns] since 1970
   */
  public record GoalId(long stampNs, String id) {
    private static final Definition DEFINITION =
        Definition.of(
            "actionlib_msgs/GoalID",
            """
            time stamp
            string id
            """);

    public static final MessageType<GoalId> TYPE =
        MessageType.of(DEFINITION, GoalId::read, GoalId::write);

    private static GoalId read(MessageReader from) {
      return new GoalId(from.timeNs(), from.string());
    }

    private void write(MessageWriter to) {
      to.timeNs(stampNs);
      to.string(id);
    }
  }

  /** What has become of a goal. */
  public enum Progress {
    PENDING(0),
    ACTIVE(1),
    PREEMPTED(2),
    SUCCEEDED(3),
    ABORTED(4),
    REJECTED(5),
    PREEMPTING(6),
    RECALLING(7),
    RECALLED(8),
    LOST(9);

    private final int number;

    Progress(int number) {
      this.number = number;
    }

    private static Progress of(int number) {
      for (Progress progress : values()) {
        if (progress.number == number) {
          return progress;
        }
      }
      throw new MessageFormatException("a goal has no status " + number);
    }
  }

  /** actionlib_msgs/GoalStatus. */
  public record GoalStatus(GoalId id, Progress progress, String text) {
    private static final Definition DEFINITION =
        Definition.of("actionlib_msgs/GoalStatus", definitionText(), GoalId.DEFINITION);

    private static String definitionText() {
      List<String> lines = new ArrayList<>(List.of("GoalID goal_id", "uint8 status"));
      for (Progress progress : Progress.values()) {
        lines.add("uint8 " + progress.name() + "=" + progress.number);
      }
      lines.add("string text");
      return String.join("\n", lines);
    }

    private static GoalStatus read(MessageReader from) {
      return new GoalStatus(GoalId.read(from), Progress.of(from.uint8()), from.string());
    }

    private void write(MessageWriter to) {
      id.write(to);
      to.uint8(progress.number);
      to.string(text);
    }
  }

  /** actionlib_msgs/GoalStatusArray: all goals that a server still talks about. */
  public record GoalStatusArray(Header header, List<GoalStatus> goals) {
    public static final MessageType<GoalStatusArray> TYPE =
        MessageType.of(
            Definition.of(
                "actionlib_msgs/GoalStatusArray",
                """
                Header header
                GoalStatus[] status_list
                """,
                Header.DEFINITION,
                GoalStatus.DEFINITION),
            from -> new GoalStatusArray(Header.read(from), from.list(GoalStatus::read)),
            (array, to) -> {
              array.header.write(to);
              to.list(array.goals, GoalStatus::write);
            });
  }

  /**
   * The action {@code name}, {@code package/Name}, of three plain messages.
   *
   * @param goal of type {@code nameGoal}, and the others likewise
   */
  static <G, R, F> ActionType<G, R, F> of(
      String name, MessageType<G> goal, MessageType<R> result, MessageType<F> feedback) {
    return new ActionType<>(
        goalOf(name, goal),
        outcomeOf(name, "Result", result),
        outcomeOf(name, "Feedback", feedback));
  }

  private static <G> MessageType<Goal<G>> goalOf(String action, MessageType<G> goal) {
    return MessageType.of(
        Definition.of(
            action + "ActionGoal",
            "Header header\nactionlib_msgs/GoalID goal_id\n" + goal.name() + " goal",
            Header.DEFINITION,
            GoalId.DEFINITION,
            goal.definition()),
        from -> new Goal<>(Header.read(from), GoalId.read(from), goal.read(from)),
        (message, to) -> {
          message.header.write(to);
          message.id.write(to);
          goal.write(message.goal, to);
        });
  }

  private static <T> MessageType<Outcome<T>> outcomeOf(
      String action, String part, MessageType<T> body) {
    return MessageType.of(
        Definition.of(
            action + "Action" + part,
            "Header header\nactionlib_msgs/GoalStatus status\n"
                + body.name()
                + (part.equals("Result") ? " result" : " feedback"),
            Header.DEFINITION,
            GoalStatus.DEFINITION,
            body.definition()),
        from -> new Outcome<>(Header.read(from), GoalStatus.read(from), body.read(from)),
        (message, to) -> {
          message.header.write(to);
          message.status.write(to);
          body.write(message.body, to);
        });
  }
}
