package org.serl4j.controller.teleoperation;

/**
 * A device whose buttons are all taken, beside a window whose Enter key says "this is success". The
 * window's other keys do nothing.
 */
public final class LabellingDevice implements TeleoperationDevice, WindowInput {
  private final TeleoperationDevice device;
  private final Keyboard keys;

  /**
   * @param device moves the arm; closed with this
   */
  public LabellingDevice(TeleoperationDevice device, Keyboard keys) {
    this.device = device;
    this.keys = keys;
  }

  @Override
  public OperatorInput newest() {
    return device.newest().saying(keys.newest().success());
  }

  @Override
  public String source() {
    return device.source() + "; " + keys.source();
  }

  @Override
  public void key(int key, boolean down) {
    keys.key(key, down);
  }

  @Override
  public void polled() {
    keys.polled();
  }

  @Override
  public void windowClosed() {
    keys.windowClosed();
  }

  @Override
  public void close() {
    keys.close();
    device.close();
  }
}
