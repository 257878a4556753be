package org.serl4j.controller.gripper;

import java.util.concurrent.TimeUnit;

/**
 * What fingers do, from their width over time and from what they were told. Fingers that nobody
 * here has commanded count as told to close unless they are open. Not thread-safe.
 */
public final class FingerMotion {
  /** Fingers that move change their opening by more between two looks [m]. */
  private static final double STILL_M = 0.0005;

  /** Until fingers can be seen to follow a command, or to have come to rest [ns]. */
  private static final long REACTION_NS = TimeUnit.MILLISECONDS.toNanos(300);

  /** Closed fingers with nothing between them measure less [m]. */
  private static final double EMPTY_WIDTH = 0.002;

  private final double openWidthM;
  private double targetM = Double.NaN;
  private double widthM;
  private double referenceM = Double.NaN;
  private long measuredNs = Long.MIN_VALUE;
  private long movedNs = Long.MIN_VALUE;

  /**
   * @param openWidthM between the finger pads when open [m]
   */
  public FingerMotion(double openWidthM) {
    this.openWidthM = openWidthM;
  }

  /** Takes over a measured distance between the pads [m]. */
  public void measure(double width, long timeNs) {
    widthM = width;
    measuredNs = timeNs;
    if (!(Math.abs(widthM - referenceM) <= STILL_M)) {
      movedNs = Double.isNaN(referenceM) ? movedNs : timeNs;
      referenceM = widthM;
    }
  }

  /** Takes note of where the fingers are sent [m]. */
  public void command(double target, long timeNs) {
    if (target != targetM) {
      targetM = target;
      movedNs = timeNs;
    }
  }

  /** How old the newest measurement is [ns]. */
  public long age(long nowNs) {
    return measuredNs == Long.MIN_VALUE ? Long.MAX_VALUE : nowNs - measuredNs;
  }

  /**
   * @param underWay whether a command is known to be at work
   */
  public GripperState state(boolean underWay, long nowNs) {
    boolean moving = underWay || (movedNs != Long.MIN_VALUE && nowNs - movedNs < REACTION_NS);
    GripperState.Activity activity =
        moving
            ? GripperState.Activity.MOVING
            : widthM - told() > EMPTY_WIDTH
                ? GripperState.Activity.HOLDING
                : GripperState.Activity.STILL;
    return new GripperState(widthM, activity);
  }

  /** Where the fingers are to go [m]; without a command, open if they are. */
  private double told() {
    return Double.isNaN(targetM)
        ? (widthM > GripperRule.OPEN_SHARE * openWidthM ? openWidthM : 0)
        : targetM;
  }
}
