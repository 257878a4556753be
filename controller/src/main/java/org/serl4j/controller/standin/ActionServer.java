package org.serl4j.controller.standin;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.ActionType;
import org.serl4j.controller.ros1.message.ActionType.GoalId;
import org.serl4j.controller.ros1.message.ActionType.GoalStatus;
import org.serl4j.controller.ros1.message.ActionType.GoalStatusArray;
import org.serl4j.controller.ros1.message.ActionType.Outcome;
import org.serl4j.controller.ros1.message.ActionType.Progress;
import org.serl4j.controller.ros1.message.Header;

/**
 * Serves an action one goal at a time, as actionlib's simple server does: a new goal preempts the
 * one that is worked on, a cancelled goal is preempted too; a goal that is older than the one
 * before is refused, by the stamps of their ids. The status goes out five times a second and at
 * every change; an ended goal is in it for another five seconds. Feedback goes out with the status
 * while a goal is worked on.
 *
 * <p>Thread-safe; nothing waits. {@link #look} must be called again and again.
 */
final class ActionServer<G, R, F> {
  private static final long STATUS_NS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long KEPT_NS = TimeUnit.SECONDS.toNanos(5);

  /** What a goal does once it has begun. */
  @FunctionalInterface
  interface Work<R> {
    /** How it ended, as soon as it has; asked every few milliseconds, does not wait. */
    Optional<Ending<R>> look();
  }

  /**
   * How a goal ended.
   *
   * @param progress {@code SUCCEEDED}, {@code ABORTED} or {@code PREEMPTED}
   */
  record Ending<R>(Progress progress, R result, String text) {}

  private record Active<R>(GoalId id, Work<R> work) {}

  private record Ended(GoalStatus status, long sinceNs) {}

  private final WallTime time;
  private final Function<G, Work<R>> begin;
  private final R preempted;
  private final F feedback;
  private final Publisher<Outcome<R>> results;
  private final Publisher<Outcome<F>> feedbacks;
  private final Publisher<GoalStatusArray> statuses;
  private final List<Ended> ended = new ArrayList<>();
  private @Nullable Active<R> active;
  private long statusNs;
  private long newestNs;
  private int seq;

  /**
   * @param name of the action: goal, cancel, status, feedback and result are below it
   * @param begin takes a goal up; must not wait
   * @param preempted the result of a goal that another one, or its sender, ended
   * @param feedback of a goal that is worked on
   */
  ActionServer(
      RosNode node,
      String name,
      ActionType<G, R, F> type,
      WallTime time,
      Function<G, Work<R>> begin,
      R preempted,
      F feedback) {
    this.time = time;
    this.begin = begin;
    this.preempted = preempted;
    this.feedback = feedback;
    statusNs = System.nanoTime();
    results = node.publish(name + "/result", type.result(), false, 10);
    feedbacks = node.publish(name + "/feedback", type.feedback(), false, 10);
    statuses = node.publish(name + "/status", GoalStatusArray.TYPE, false, 10);
    node.subscribe(name + "/goal", type.goal(), this::take);
    node.subscribe(name + "/cancel", GoalId.TYPE, this::cancel);
  }

  private synchronized void take(ActionType.Goal<G> goal) {
    GoalId id = complete(goal.id());
    if (id.stampNs() < newestNs) {
      refuse(id);
      return;
    }
    newestNs = id.stampNs();
    preempt("a newer goal has come");
    active = new Active<>(id, begin.apply(goal.goal()));
    status();
    look();
  }

  private GoalId complete(GoalId id) {
    long now = time.stampNs();
    return new GoalId(
        id.stampNs() == 0 ? now : id.stampNs(), id.id().isEmpty() ? "unnamed-" + now : id.id());
  }

  private void refuse(GoalId id) {
    GoalStatus status = new GoalStatus(id, Progress.RECALLED, "a newer goal came before");
    ended.add(new Ended(status, System.nanoTime()));
    results.publish(new Outcome<>(header(), status, preempted));
    status();
  }

  /** By id; an empty one means all, with a stamp all up to then. */
  private synchronized void cancel(GoalId id) {
    Active<R> current = active;
    if (current != null) {
      boolean all = id.id().isEmpty() && id.stampNs() == 0;
      boolean earlier = id.stampNs() != 0 && current.id.stampNs() <= id.stampNs();
      if (all || earlier || id.id().equals(current.id.id())) {
        preempt("cancelled");
        status();
      }
    }
  }

  private void preempt(String why) {
    if (active != null) {
      end(active, new Ending<>(Progress.PREEMPTED, preempted, why));
    }
  }

  private void end(Active<R> goal, Ending<R> ending) {
    active = null;
    GoalStatus status = new GoalStatus(goal.id, ending.progress, ending.text);
    ended.add(new Ended(status, System.nanoTime()));
    results.publish(new Outcome<>(header(), status, ending.result));
  }

  /** Ends the goal if its work has ended, and tells how things stand when that is due. */
  synchronized void look() {
    Active<R> current = active;
    Optional<Ending<R>> ending = current == null ? Optional.empty() : current.work.look();
    if (current != null && ending.isPresent()) {
      end(current, ending.get());
      status();
    } else if (System.nanoTime() - statusNs >= STATUS_NS) {
      status();
    }
  }

  private void status() {
    statusNs = System.nanoTime();
    for (Iterator<Ended> old = ended.iterator(); old.hasNext(); ) {
      if (statusNs - old.next().sinceNs > KEPT_NS) {
        old.remove();
      }
    }
    List<GoalStatus> all = new ArrayList<>();
    ended.forEach(goal -> all.add(goal.status));
    Active<R> current = active;
    if (current != null) {
      GoalStatus status = new GoalStatus(current.id, Progress.ACTIVE, "");
      all.add(status);
      feedbacks.publish(new Outcome<>(header(), status, feedback));
    }
    statuses.publish(new GoalStatusArray(header(), all));
  }

  private Header header() {
    return new Header(seq++, time.stampNs(), "");
  }
}
