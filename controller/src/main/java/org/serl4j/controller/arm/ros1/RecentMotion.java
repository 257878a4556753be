package org.serl4j.controller.arm.ros1;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.serl4j.controller.arm.ArmCommand;
import org.serl4j.controller.arm.ArmState;

/** What was measured and sent in the last two seconds. Not thread-safe. */
final class RecentMotion {
  static final long KEPT_NS = TimeUnit.SECONDS.toNanos(2);

  private final Deque<ArmState> states = new ArrayDeque<>();
  private final Deque<ArmCommand> commands = new ArrayDeque<>();

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

  /** Oldest first. */
  List<ArmState> states() {
    return List.copyOf(states);
  }

  /** Those that are not older than two seconds now, oldest first. */
  List<ArmCommand> commands(long nowNs) {
    forget(nowNs);
    return List.copyOf(commands);
  }

  void clear() {
    states.clear();
    commands.clear();
  }
}
