package org.serl4j.resets;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Pace;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.geometry.RigidTransform;

/**
 * A pace that keeps telling the arm its setpoint while time runs, so that a long wait does not trip
 * the arm's stale-command watchdog. An interrupt of the thread ends the wait with a {@link
 * MotionInterruptedException}; the interrupt stays set.
 */
public final class HoldingPace implements Pace {
  /** How often the setpoint is repeated: well below any watchdog's time. */
  private static final long REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Pace pace;
  private final Arm arm;
  private RigidTransform X_OD;
  private double @Nullable [] q_D;

  /** Holds the arm where it is now, until {@link #hold} says otherwise. */
  public HoldingPace(Pace pace, Arm arm) {
    this.pace = pace;
    this.arm = arm;
    X_OD = arm.state().X_OE();
  }

  /** What to repeat from now on. */
  public void hold(RigidTransform X_OD) {
    this.X_OD = X_OD;
    q_D = null;
  }

  /**
   * Joint positions to repeat from now on.
   *
   * @param q_D 7 [rad] (not modified)
   */
  void hold(double[] q_D) {
    this.q_D = q_D;
  }

  @Override
  public long nowNs() {
    return pace.nowNs();
  }

  @Override
  public void advanceTo(long deadlineNs) {
    long nowNs = pace.nowNs();
    while (nowNs < deadlineNs) {
      if (Thread.currentThread().isInterrupted()) {
        throw new MotionInterruptedException("the motion was interrupted");
      }
      if (q_D == null) {
        arm.moveTo(X_OD);
      } else {
        arm.moveJoints(q_D);
      }
      pace.advanceTo(Math.min(nowNs + REPEAT_NS, deadlineNs));
      nowNs = pace.nowNs();
    }
  }
}
