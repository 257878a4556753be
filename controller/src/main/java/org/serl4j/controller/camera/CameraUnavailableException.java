package org.serl4j.controller.camera;

/** A camera gives no fresh frames: the episode pauses, the arm holds. */
public final class CameraUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean recovering;

  /**
   * A camera that does not come back by itself.
   *
   * @param message camera, cause and remedy, in one line
   */
  public CameraUnavailableException(String message) {
    this(message, false);
  }

  /**
   * @param message camera, cause and remedy, in one line
   * @param recovering see {@link #recovering()}
   */
  public CameraUnavailableException(String message, boolean recovering) {
    super(message);
    this.recovering = recovering;
  }

  /** Whether the camera is still being opened again, so that asking later may succeed. */
  public boolean recovering() {
    return recovering;
  }
}
