package org.serl4j.controller.gripper;

import java.util.concurrent.TimeUnit;

/**
 * From a discrete action and what the gripper measures to a command and its penalty (HIL-SERL, Luo
 * et al. 2024, arXiv 2410.21845). A pure function: it keeps nothing.
 *
 * <pre>
 * is open   = w >= s w_open
 * under way = the fingers move, and the last command sent is the one asked for
 * changes   = ((close and is open) or (open and not is open)) and not under way
 * penalty   = p where it changes, else 0
 * sent      = where it changes and the last command was sent at least t ago
 * </pre>
 *
 * The measured width decides, not the last command: fingers that an object stopped are not open,
 * and a second close costs nothing and sends nothing. The refractory time t keeps a policy that
 * changes its mind in every step from chattering; such a step still pays, because it asked for a
 * change.
 *
 * @param openWidthM w_open, the gripper's configured opening [m]
 * @param openShare s, from which share of it on the gripper counts as open
 * @param penalty p, at most 0
 * @param refractoryNs t [ns]
 */
public record GripperRule(double openWidthM, double openShare, double penalty, long refractoryNs) {
  /** HIL-SERL's share of the opening. */
  public static final double OPEN_SHARE = 0.85;

  /** HIL-SERL's penalty. */
  public static final double PENALTY = -0.02;

  /** SERL blocks for that long after each command. */
  public static final long REFRACTORY_NS = TimeUnit.MILLISECONDS.toNanos(600);

  public GripperRule {
    require("openWidthM", openWidthM, openWidthM > 0 && openWidthM < 1, "m, from 0 to 1");
    require("openShare", openShare, openShare > 0 && openShare < 1, "between 0 and 1");
    require("penalty", penalty, penalty <= 0 && penalty >= -1, "from -1 to 0");
    require("refractoryNs", (double) refractoryNs, refractoryNs >= 0, "ns, at least 0");
  }

  private static void require(String name, double value, boolean fits, String bound) {
    if (!fits) {
      throw new IllegalArgumentException("gripper rule: " + name + " = " + value + " " + bound);
    }
  }

  /** HIL-SERL's numbers for a gripper of that opening [m]. */
  public static GripperRule hilSerl(double openWidthM) {
    return new GripperRule(openWidthM, OPEN_SHARE, PENALTY, REFRACTORY_NS);
  }

  /** Whether a gripper of that measured width counts as open. */
  public boolean isOpen(double widthM) {
    return widthM >= openShare * openWidthM;
  }

  /**
   * @param asked the action
   * @param measured of the gripper, now
   * @param lastSent what was last sent; {@code STAY} for nothing yet
   * @param sinceLastNs since then [ns]
   */
  public GripperCommand command(
      GripperAction asked, GripperState measured, GripperAction lastSent, long sinceLastNs) {
    boolean underWay =
        measured.activity() == GripperState.Activity.MOVING && lastSent.equals(asked);
    boolean changes =
        !underWay
            && switch (asked) {
              case CLOSE -> isOpen(measured.widthM());
              case OPEN -> !isOpen(measured.widthM());
              case STAY -> false;
            };
    boolean rested = lastSent == GripperAction.STAY || sinceLastNs >= refractoryNs;
    return new GripperCommand(
        changes && rested ? asked : GripperAction.STAY, changes ? penalty : 0);
  }
}
