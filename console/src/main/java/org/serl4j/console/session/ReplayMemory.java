package org.serl4j.console.session;

import java.util.Locale;

/**
 * What the replay buffers of a run take when they are full, and whether the JVM's heap has it.
 *
 * @param rowBytes bytes of one stored step
 * @param onlineRows steps that the online replay holds
 * @param demoRows steps that the demonstrations take
 * @param heapBytes the largest heap of this JVM [bytes]
 */
record ReplayMemory(long rowBytes, long onlineRows, long demoRows, long heapBytes) {
  /** Heap for everything else. */
  static final long SPARE_BYTES = 1_000_000_000;

  private static final double GB = 1e9;
  private static final double KB = 1e3;

  long needBytes() {
    return rowBytes * (onlineRows + demoRows);
  }

  /** One line for the operator. */
  String line() {
    return String.format(
        Locale.ROOT,
        "replay: %,d online + %,d demonstrated steps of %.1f kB take up to %.2f GB of the %.1f GB heap",
        onlineRows,
        demoRows,
        rowBytes / KB,
        needBytes() / GB,
        heapBytes / GB);
  }

  /**
   * Refuses a run that does not fit.
   *
   * @throws SessionException with need, have and remedy
   */
  void require() {
    double need = (needBytes() + (double) SPARE_BYTES) / GB;
    if (needBytes() + SPARE_BYTES > heapBytes) {
      throw new SessionException(
          String.format(
              Locale.ROOT,
              "the replay of %,d steps of %.1f kB needs %.1f GB of heap with 1 GB to spare, this"
                  + " JVM has %.1f GB: give fewer --env-steps, or more heap with"
                  + " JDK_JAVA_OPTIONS=-Xmx%.0fg",
              onlineRows + demoRows,
              rowBytes / KB,
              need,
              heapBytes / GB,
              Math.ceil(need)));
    }
  }
}
