package org.serl4j.console.doctor;

import java.util.ArrayList;
import java.util.List;

/** Time stamps, and how old the newest ever was. */
final class Stamps {
  private final List<Long> timesNs = new ArrayList<>();
  private long worstAgeNs;

  /** Whether this is a new one. */
  boolean add(long timeNs) {
    boolean isNew = timesNs.isEmpty() || timeNs != timesNs.get(timesNs.size() - 1);
    if (isNew) {
      timesNs.add(timeNs);
    }
    return isNew;
  }

  void aged(long nowNs) {
    if (!timesNs.isEmpty()) {
      worstAgeNs = Math.max(worstAgeNs, nowNs - timesNs.get(timesNs.size() - 1));
    }
  }

  Timing timing() {
    return Timing.of(timesNs.stream().mapToLong(Long::longValue).toArray(), worstAgeNs);
  }
}
