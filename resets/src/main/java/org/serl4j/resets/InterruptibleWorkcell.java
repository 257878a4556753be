package org.serl4j.resets;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.serl4j.controller.Pace;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.gripper.Gripper;

/**
 * A workcell whose motions can be broken off: whoever lets time run gets a {@link
 * MotionInterruptedException} as soon as the clock reaches the time of an interruption. Any thread
 * may ask for one.
 */
public final class InterruptibleWorkcell implements Workcell {
  private static final long NEVER = Long.MAX_VALUE;

  private final Workcell workcell;
  private final AtomicLong interruptNs = new AtomicLong(NEVER);
  private final Pace pace;

  /**
   * @param workcell closed with this one
   */
  public InterruptibleWorkcell(Workcell workcell) {
    this.workcell = workcell;
    Pace through = workcell.pace();
    pace =
        new Pace() {
          @Override
          public long nowNs() {
            return through.nowNs();
          }

          @Override
          public void advanceTo(long deadlineNs) {
            long until = interruptNs.get();
            through.advanceTo(Math.min(deadlineNs, until));
            if (through.nowNs() >= interruptNs.get()) {
              interruptNs.set(NEVER);
              throw new MotionInterruptedException("the motion was interrupted");
            }
          }
        };
  }

  /**
   * Breaks off the motion that runs at that time, or the first one after it.
   *
   * @param timeNs on this workcell's clock [ns]
   */
  public void interruptAt(long timeNs) {
    interruptNs.set(timeNs);
  }

  /** Takes back an interruption that has not happened; whether there was one. */
  public boolean cancelInterruption() {
    return interruptNs.getAndSet(NEVER) != NEVER;
  }

  @Override
  public Pace pace() {
    return pace;
  }

  @Override
  public Arm arm() {
    return workcell.arm();
  }

  @Override
  public Gripper gripper() {
    return workcell.gripper();
  }

  @Override
  public List<Camera> cameras() {
    return workcell.cameras();
  }

  @Override
  public void close() {
    workcell.close();
  }
}
