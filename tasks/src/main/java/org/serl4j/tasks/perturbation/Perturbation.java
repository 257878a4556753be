package org.serl4j.tasks.perturbation;

import java.util.Arrays;
import java.util.Locale;
import org.serl4j.controller.geometry.Vector3;

/** What goes wrong in one episode. */
public sealed interface Perturbation {

  /** In a few words for people. */
  String words();

  /**
   * Spoils the images of one camera for some observations. The observation of the reset has number
   * 0, the one after the first step number 1.
   */
  sealed interface OfImages extends Perturbation {
    /** The camera, by its place in the observation. */
    int camera();

    /** The first observation that is spoilt. */
    int from();

    /** How many are. */
    int count();

    /**
     * What the camera shows instead.
     *
     * @param rgb row-major from the top left (not modified)
     * @param size width and height [px]
     */
    byte[] spoil(byte[] rgb, int size);

    /** Whether the observation of that number is spoilt. */
    default boolean covers(int observation) {
      return observation >= from() && observation < from() + count();
    }
  }

  /**
   * Somebody bumps into the fixture.
   *
   * @param step before which it begins; 0 is the first
   * @param p_B displacement along the fixture's axes [m]
   * @param yaw turn about its z [rad]
   * @param seconds how long it takes [s]
   */
  record BoardShift(int step, Vector3 p_B, double yaw, double seconds) implements Perturbation {
    @Override
    public String words() {
      return String.format(
          Locale.ROOT,
          "shift %.1f mm, %.1f deg at step %d",
          1000 * p_B.norm(),
          Math.toDegrees(yaw),
          step);
    }
  }

  /**
   * Something hits the hand.
   *
   * @param step before which it begins; 0 is the first
   * @param f_O the force [N]
   * @param seconds how long it lasts [s]
   */
  record Push(int step, Vector3 f_O, double seconds) implements Perturbation {
    @Override
    public String words() {
      return String.format(
          Locale.ROOT, "push %.0f N, %.2f s at step %d", f_O.norm(), seconds, step);
    }
  }

  /**
   * Something black stands before a camera.
   *
   * @param left first column that is covered [px]
   * @param top first row that is covered [px]
   * @param width columns that are covered [px]
   * @param height rows that are covered [px]
   */
  record Occlusion(int camera, int from, int count, int left, int top, int width, int height)
      implements OfImages {
    @Override
    public byte[] spoil(byte[] rgb, int size) {
      byte[] spoilt = rgb.clone();
      for (int row = top; row < top + height; row++) {
        int first = 3 * (row * size + left);
        Arrays.fill(spoilt, first, first + 3 * width, (byte) 0);
      }
      return spoilt;
    }

    @Override
    public String words() {
      return "camera %d covered, %d x %d px, steps %d to %d"
          .formatted(camera + 1, width, height, from, from + count - 1);
    }
  }

  /**
   * A camera gets too much light: every channel is multiplied and clipped at 255.
   *
   * @param gain above 1
   */
  record OverExposure(int camera, int from, int count, double gain) implements OfImages {
    @Override
    public byte[] spoil(byte[] rgb, int size) {
      byte[] spoilt = new byte[rgb.length];
      for (int i = 0; i < rgb.length; i++) {
        spoilt[i] = (byte) Math.min(255, Math.round(gain * (rgb[i] & 0xff)));
      }
      return spoilt;
    }

    @Override
    public String words() {
      return String.format(
          Locale.ROOT,
          "camera %d over-exposed %.1f times, steps %d to %d",
          camera + 1,
          gain,
          from,
          from + count - 1);
    }
  }

  /**
   * The part was grasped elsewhere than it should have been.
   *
   * @param p_E displacement along the axes of E [m]
   */
  record RegraspOffset(Vector3 p_E) implements Perturbation {
    @Override
    public String words() {
      return String.format(
          Locale.ROOT,
          "grasp off by %.1f mm along the pads, %.1f mm down",
          1000 * p_E.x(),
          1000 * p_E.z());
    }
  }
}
