package org.serl4j.controller.teleoperation;

/** Whether a person holds on: from an input until {@link TeleoperationDevice#HOLD_NS} after it. */
final class Engagement {
  private boolean ever;
  private long lastNs;

  /** There is input now. */
  void input(long nowNs) {
    ever = true;
    lastNs = nowNs;
  }

  /** Lets go at once. */
  void release() {
    ever = false;
  }

  boolean holds(long nowNs) {
    return ever && nowNs - lastNs < TeleoperationDevice.HOLD_NS;
  }
}
