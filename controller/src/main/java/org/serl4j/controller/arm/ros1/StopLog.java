package org.serl4j.controller.arm.ros1;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.serl4j.controller.arm.ArmCommand;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;

/** The arm's stops, each with what was measured and sent in two seconds before. Not thread-safe. */
final class StopLog {
  private static final int STOPS_KEPT = 20;

  private static final long KEPT_NS = TimeUnit.SECONDS.toNanos(2);

  private final Deque<ArmState> states = new ArrayDeque<>();
  private final Deque<ArmCommand> commands = new ArrayDeque<>();
  private final Deque<ArmFault> stops = new ArrayDeque<>();
  private final Deque<ArmFault> untold = new ArrayDeque<>();

  void measured(ArmState state) {
    states.addLast(state);
    while (states.getFirst().timeNs() < state.timeNs() - KEPT_NS) {
      states.removeFirst();
    }
  }

  void sent(ArmCommand command) {
    commands.addLast(command);
    forget(command.timeNs());
  }

  private void forget(long nowNs) {
    while (!commands.isEmpty() && commands.getFirst().timeNs() < nowNs - KEPT_NS) {
      commands.removeFirst();
    }
  }

  /** Notes a stop. */
  ArmFault add(ArmFault.Kind kind, String message, long nowNs) {
    forget(nowNs);
    ArmFault stop = new ArmFault(kind, message, nowNs, List.copyOf(states), List.copyOf(commands));
    untold.addLast(stop);
    stops.addLast(stop);
    if (stops.size() > STOPS_KEPT) {
      stops.removeFirst();
    }
    return stop;
  }

  /** The last stops, oldest first. */
  List<ArmFault> last() {
    return List.copyOf(stops);
  }

  /** Those that were not taken yet, oldest first. */
  List<ArmFault> takeUntold() {
    List<ArmFault> told = List.copyOf(untold);
    untold.clear();
    return told;
  }

  /** What led to a stop does not lead to the next. */
  void forgetMotion() {
    states.clear();
    commands.clear();
  }
}
