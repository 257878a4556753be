package org.serl4j.controller.loop;

import org.jspecify.annotations.Nullable;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.hardware.Compliance;

/**
 * The latest setpoint, from the 10 Hz side to the loop: an immutable record behind one volatile
 * field. The loop reads it without waiting and without allocating; writers take turns.
 */
public final class SetpointExchange {
  /**
   * What the loop is to follow.
   *
   * @param moves counts the commanded poses: the loop sees a repeated pose as fresh
   * @param recoveries counts the recoveries: a change clears a fault
   * @param X_OD desired pose; null when none was commanded since the start or the last recovery
   * @param q_D desired joint positions [rad] (not modified); null when a pose is desired, or
   *     nothing
   * @param compliance gains and clips
   * @param envelope limits on the way to the pose; used by the loop alone
   */
  @SuppressWarnings("ArrayRecordComponent") // for the loop alone: compared by nobody
  record Setpoint(
      long moves,
      long recoveries,
      @Nullable RigidTransform X_OD,
      double @Nullable [] q_D,
      Compliance compliance,
      SafetyEnvelope envelope) {}

  private volatile Setpoint latest;

  /**
   * @param compliance gains and clips to start with
   * @param envelope limits to start with; handed over to the loop
   */
  public SetpointExchange(Compliance compliance, SafetyEnvelope envelope) {
    latest = new Setpoint(0, 0, null, null, compliance, envelope);
  }

  Setpoint latest() {
    return latest;
  }

  /** Commands a pose. */
  public synchronized void moveTo(RigidTransform X_OD) {
    Setpoint s = latest;
    latest = new Setpoint(s.moves + 1, s.recoveries, X_OD, null, s.compliance, s.envelope);
  }

  /** Commands joint positions; {@code q_D} is handed over to the loop. */
  public synchronized void moveJoints(double[] q_D) {
    Setpoint s = latest;
    latest = new Setpoint(s.moves + 1, s.recoveries, null, q_D, s.compliance, s.envelope);
  }

  /** Commands gains and clips. */
  public synchronized void comply(Compliance compliance) {
    Setpoint s = latest;
    latest = new Setpoint(s.moves, s.recoveries, s.X_OD, s.q_D, compliance, s.envelope);
  }

  /** Sets the limits; {@code envelope} is handed over to the loop. */
  public synchronized void confine(SafetyEnvelope envelope) {
    Setpoint s = latest;
    latest = new Setpoint(s.moves, s.recoveries, s.X_OD, s.q_D, s.compliance, envelope);
  }

  /** Asks the loop to clear a fault and forgets the commanded pose. */
  public synchronized void recover() {
    Setpoint s = latest;
    latest = new Setpoint(s.moves, s.recoveries + 1, null, null, s.compliance, s.envelope);
  }
}
