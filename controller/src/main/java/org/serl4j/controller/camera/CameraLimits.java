package org.serl4j.controller.camera;

/**
 * When a camera counts as unavailable, and how often it is opened again.
 *
 * @param staleMs the newest frame may be this old [ms]
 * @param frozenMs frames may arrive with identical bytes for this long [ms]; 0 switches the check
 *     off. The noise of a real sensor makes two identical frames all but impossible, but a source
 *     that compresses a still scene (H.264), a file or a drawn picture may repeat itself
 * @param reopenTries attempts in a row that may fail before the camera is given up
 */
record CameraLimits(int staleMs, int frozenMs, int reopenTries) {
  public CameraLimits {
    requireAtLeast("staleMs", staleMs, 1);
    requireAtLeast("frozenMs", frozenMs, 0);
    requireAtLeast("reopenTries", reopenTries, 0);
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s = %d is below its least value %d".formatted(name, value, least));
    }
  }
}
