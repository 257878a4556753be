package org.serl4j.controller.camera;

import java.io.IOException;
import java.nio.file.Path;

/** Where a device is now: one that is plugged in again may have another number. */
interface DeviceLocator {
  /** The device as an operator would write it. */
  String description();

  /**
   * The device, links followed.
   *
   * @throws IOException with the cause in one line
   */
  Path locate() throws IOException;
}
