package org.serl4j.controller.camera;

/** A camera gives no fresh frames: the episode pauses, the arm holds. */
public final class CameraUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message camera, cause and remedy, in one line
   */
  public CameraUnavailableException(String message) {
    super(message);
  }
}
