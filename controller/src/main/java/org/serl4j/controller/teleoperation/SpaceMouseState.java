package org.serl4j.controller.teleoperation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;

/**
 * What spacenavd's events add up to. An event is eight 32-bit integers: type 0 is a motion with x,
 * y, z, rx, ry, rz and the milliseconds since the last; type 1 a press and type 2 a release, each
 * with the button's number. The daemon's x points right, y up and z away from the person. Not
 * thread-safe.
 */
final class SpaceMouseState {
  static final int EVENT_INTS = 8;
  static final int MOTION = 0;
  static final int PRESS = 1;
  static final int RELEASE = 2;

  /** A full deflection, in the daemon's units at its default sensitivity. */
  static final int FULL_SCALE = 350;

  /** Norm of the motion above which a person pushes; SERL's. */
  static final double DEAD_BAND = 0.001;

  static final int LEFT_BUTTON = 0;
  static final int RIGHT_BUTTON = 1;

  private final int[] axes = new int[6];
  private long pressed; // bit per button
  private long tapped; // pressed since the last drain
  private boolean ever;
  private long lastNs;

  /** One event (not modified), received at that time; events of other types mean nothing. */
  void apply(int[] event, long nowNs) {
    int button = event[1] & 63;
    switch (event[0]) {
      case MOTION -> System.arraycopy(event, 1, axes, 0, axes.length);
      case PRESS -> {
        pressed |= 1L << button;
        tapped |= 1L << button;
      }
      case RELEASE -> pressed &= ~(1L << button);
      default -> {
        return;
      }
    }
    ever = true;
    lastNs = nowNs;
  }

  /** Everything is let go. */
  void clear() {
    Arrays.fill(axes, 0);
    pressed = 0;
    tapped = 0;
  }

  /** Forgets buttons that were pressed and let go. */
  void drain() {
    tapped = pressed;
  }

  /** In H: x forward, y left, z up. */
  Motion motion() {
    // p_H = (z, -x, y) of the daemon's axes; turns are about the same axes
    return new Motion(inOperatorFrame(0), inOperatorFrame(3)).limited();
  }

  private Vector3 inOperatorFrame(int from) {
    return new Vector3(axes[from + 2], -axes[from], axes[from + 1]).times(1.0 / FULL_SCALE);
  }

  boolean deflected() {
    return motion().norm() > DEAD_BAND;
  }

  boolean anyButton() {
    return tapped != 0;
  }

  /** Left closes, right opens. */
  GripperAction gripper() {
    return KeyboardMapping.gripper(
        (tapped & (1L << LEFT_BUTTON)) != 0, (tapped & (1L << RIGHT_BUTTON)) != 0);
  }

  /** Whether the last event is older than that; so if there was none. */
  boolean silentFor(long ns, long nowNs) {
    return !ever || nowNs - lastNs >= ns;
  }

  long lastNs() {
    return lastNs;
  }

  /** Six axes, then the two buttons. */
  List<Double> raw() {
    List<Double> raw = new ArrayList<>();
    for (int axis : axes) {
      raw.add((double) axis);
    }
    raw.add((double) (pressed >> LEFT_BUTTON & 1));
    raw.add((double) (pressed >> RIGHT_BUTTON & 1));
    return raw;
  }
}
