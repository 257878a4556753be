package org.serl4j.controller.teleoperation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.serl4j.controller.gripper.GripperAction;

/**
 * The keys of a window. A key that was pressed and let go between two questions counts once. A
 * window that takes no events for {@link #HOLD_NS} lets go.
 */
public final class Keyboard implements TeleoperationDevice, WindowInput {
  private static final String NAME = "keyboard";

  private final LongSupplier clockNs;
  private final Set<Integer> held = new HashSet<>(); // all guarded by this
  private final Set<Integer> tapped = new HashSet<>();
  private final Engagement engagement = new Engagement();
  private boolean open = true;
  private long polledNs;

  /**
   * @param clockNs such as {@link System#nanoTime}
   */
  public Keyboard(LongSupplier clockNs) {
    this.clockNs = clockNs;
    polledNs = clockNs.getAsLong();
  }

  @Override
  public synchronized void key(int key, boolean down) {
    if (down) {
      held.add(key);
      tapped.add(key);
    } else {
      held.remove(key);
    }
  }

  @Override
  public synchronized void polled() {
    polledNs = clockNs.getAsLong();
  }

  @Override
  public synchronized void windowClosed() {
    open = false;
  }

  @Override
  public synchronized OperatorInput newest() {
    long nowNs = clockNs.getAsLong();
    Set<Integer> keys = new TreeSet<>(held);
    keys.addAll(tapped);
    tapped.clear();
    String note = note(nowNs);
    if (!note.isEmpty()) {
      engagement.release();
    } else if (KeyboardMapping.engages(keys)) {
      engagement.input(nowNs);
    }
    boolean engaged = engagement.holds(nowNs);
    List<Double> raw = keys.stream().map(key -> (double) key).toList();
    return new OperatorInput(
        NAME,
        engaged,
        engaged ? KeyboardMapping.motion(keys) : Motion.NONE,
        engaged ? KeyboardMapping.gripper(keys) : GripperAction.STAY,
        note.isEmpty() && KeyboardMapping.success(held),
        raw,
        polledNs,
        note);
  }

  private String note(long nowNs) {
    if (!open) {
      return "the window with the keys was closed: the policy goes on alone";
    }
    return nowNs - polledNs >= HOLD_NS
        ? "the window with the keys does not answer: the policy has control"
        : "";
  }

  @Override
  public String source() {
    return "the window's keys";
  }

  @Override
  public void close() {
    windowClosed();
  }
}
