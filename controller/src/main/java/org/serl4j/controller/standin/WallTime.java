package org.serl4j.controller.standin;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The stamps of messages. */
record WallTime(Clock clock) {
  /** [ns] since 1970. */
  long stampNs() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
