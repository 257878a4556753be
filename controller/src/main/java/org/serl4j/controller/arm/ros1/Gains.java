package org.serl4j.controller.arm.ros1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.serl4j.controller.arm.serl.ComplianceParameters;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.hardware.ArmConfig;
import org.serl4j.hardware.Compliance;

/**
 * The controller's parameters, on their way by dynamic_reconfigure: the newest are sent until they
 * are taken, and what the controller then has is compared with them. Thread-safe; its lock is not
 * held during the call.
 */
final class Gains {
  /** How long new parameters may be on their way while the arm moves with the old [ns]. */
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

  private final ArmConfig arm;
  private Compliance compliance;
  private boolean due = true;
  private long dueNs;
  private boolean tuned;

  Gains(ArmConfig arm, Compliance compliance, long nowNs) {
    this.arm = arm;
    this.compliance = compliance;
    dueNs = nowNs;
  }

  synchronized void want(Compliance wanted, long nowNs) {
    compliance = wanted;
    sendAgain(nowNs);
  }

  /** A controller that began anew may have forgotten them. */
  synchronized void forgotten(long nowNs) {
    tuned = false;
    sendAgain(nowNs);
  }

  synchronized void sendAgain(long nowNs) {
    dueNs = due ? dueNs : nowNs;
    due = true;
  }

  /** Whether the arm may move with what the controller has. */
  synchronized boolean inForce(long nowNs) {
    return tuned && !(due && nowNs - dueNs > PATIENCE_NS);
  }

  /**
   * Sends what is due.
   *
   * @return what the controller has otherwise, in words; empty if nothing
   */
  Optional<String> send(FrankaNode node) throws RosException {
    Compliance asked;
    synchronized (this) {
      if (!due) {
        return Optional.empty();
      }
      asked = compliance;
    }
    Optional<String> difference = node.reconfigure(parameters(asked));
    synchronized (this) {
      if (asked.equals(compliance)) { // else there are newer ones
        due = false;
        tuned = difference.isEmpty();
      }
    }
    return difference;
  }

  private Map<String, Double> parameters(Compliance asked) {
    Map<String, Double> values = new LinkedHashMap<>(ComplianceParameters.toMap(asked));
    values.put("nullspace_stiffness", arm.nullspaceStiffness());
    values.put("joint1_nullspace_stiffness", arm.joint1NullspaceStiffness());
    return values;
  }
}
