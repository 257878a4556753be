package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.camera.FramePreprocessor.ColourOrder;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.CameraConfig.Crop;

class FramePreprocessorTest {
  private static final int RED = 0;
  private static final int GREEN = 1;
  private static final int BLUE = 2;

  @Test
  void shouldCopyTheImageExactlyWhenNothingIsCroppedOrResized() {
    byte[] image = noise(128, 128, 1);
    FramePreprocessor whole = new FramePreprocessor(128, 128, new Crop(0, 0, 128, 128), 128, 128);

    byte[] fromArray = whole.process(image);
    assertArrayEquals(image, fromArray);
    assertNotSame(image, fromArray);
    assertArrayEquals(image, whole.process(direct(image), 128 * 3, ColourOrder.RGB));
  }

  @Test
  void shouldKeepExactlyThePixelsInsideTheCropWhenItHasTheOutputSize() {
    byte[] image = noise(20, 10, 2);
    FramePreprocessor crop = new FramePreprocessor(20, 10, new Crop(7, 3, 12, 6), 12, 6);

    byte[] out = crop.process(image);

    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 12; x++) {
        for (int c = 0; c < 3; c++) {
          assertEquals(at(image, 20, 7 + x, 3 + y, c), at(out, 12, x, y, c));
        }
      }
    }
  }

  /** SERL's crop of a 640 x 480 wrist camera: columns 80 to 559. */
  @Test
  void shouldNotLetAPixelOutsideTheCropLeakIn() {
    byte[] image = new byte[640 * 480 * 3];
    for (int y = 0; y < 480; y++) {
      for (int x = 0; x < 640; x++) {
        boolean inside = x >= 80 && x < 560;
        set(image, 640, x, y, inside ? 10 : 255, inside ? 20 : 255, inside ? 30 : 255);
      }
    }
    byte[] out =
        new FramePreprocessor(640, 480, new Crop(80, 0, 480, 480), 128, 128).process(image);

    for (int i = 0; i < out.length; i += 3) {
      assertEquals(List.of(10, 20, 30), List.of(out[i] & 255, out[i + 1] & 255, out[i + 2] & 255));
    }
  }

  /** Expected corners: the quadrants as painted; a mirrored or rotated path would swap them. */
  @Test
  void shouldKeepUpUpAndLeftLeftAndRedRed() {
    byte[] image = new byte[64 * 64 * 3];
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        set(image, 64, x, y, y < 32 ? 200 : 0, x < 32 ? 100 : 0, 50);
      }
    }
    byte[] out = new FramePreprocessor(64, 64, new Crop(0, 0, 64, 64), 16, 16).process(image);

    assertEquals(200, at(out, 16, 15, 0, RED));
    assertEquals(0, at(out, 16, 0, 15, RED));
    assertEquals(100, at(out, 16, 0, 15, GREEN));
    assertEquals(0, at(out, 16, 15, 0, GREEN));
    assertEquals(50, at(out, 16, 7, 7, BLUE));
  }

  /** Reference: the covered source area, each pixel weighted by its covered part. */
  @Test
  void shouldAverageTheCoveredAreaWhenShrinking() {
    int from = 30;
    int to = 8;
    byte[] image = noise(from, from, 3);
    byte[] out =
        new FramePreprocessor(from, from, new Crop(0, 0, from, from), to, to).process(image);

    double scale = (double) from / to;
    for (int y = 0; y < to; y++) {
      for (int x = 0; x < to; x++) {
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          for (int v = 0; v < from; v++) {
            for (int u = 0; u < from; u++) {
              sum +=
                  covered(u, x * scale, (x + 1) * scale)
                      * covered(v, y * scale, (y + 1) * scale)
                      * at(image, from, u, v, c);
            }
          }
          assertEquals(sum / (scale * scale), at(out, to, x, y, c), 0.5 + 1e-3);
        }
      }
    }
  }

  @Test
  void shouldInterpolateBilinearlyWhenGrowing() {
    byte[] image = new byte[2 * 1 * 3];
    set(image, 2, 0, 0, 0, 0, 0);
    set(image, 2, 1, 0, 200, 200, 200);
    byte[] out = new FramePreprocessor(2, 1, new Crop(0, 0, 2, 1), 4, 1).process(image);
    // Output pixel centres lie at source x = -0.25, 0.25, 0.75, 1.25, clamped at the border.
    assertEquals(
        List.of(0, 50, 150, 200),
        List.of(
            at(out, 4, 0, 0, RED),
            at(out, 4, 1, 0, RED),
            at(out, 4, 2, 0, RED),
            at(out, 4, 3, 0, RED)));
  }

  @Test
  void shouldGiveTheSameBytesFromAPaddedBgrBufferAsFromAnRgbArray() {
    int width = 33;
    int height = 21;
    int stride = 112;
    byte[] rgb = noise(width, height, 4);
    ByteBuffer bgr = ByteBuffer.allocateDirect(5 + stride * height).position(5);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          bgr.put(5 + y * stride + 3 * x + c, rgb[(y * width + x) * 3 + 2 - c]);
        }
      }
    }
    for (Crop crop : List.of(new Crop(4, 2, 28, 17), new Crop(0, 0, width, height))) {
      for (int size : new int[] {9, 40}) {
        FramePreprocessor path = new FramePreprocessor(width, height, crop, size, size);
        assertArrayEquals(path.process(rgb), path.process(bgr, stride, ColourOrder.BGR));
      }
    }
    FramePreprocessor copy =
        new FramePreprocessor(width, height, new Crop(0, 0, width, height), width, height);
    assertArrayEquals(rgb, copy.process(bgr, stride, ColourOrder.BGR));
    assertEquals(5, bgr.position());
  }

  @Test
  void shouldHashEverySettingThatDecidesPixels() {
    String hash = settings(640, 480, new Crop(80, 0, 480, 480), 128, 128);
    assertEquals(hash, settings(640, 480, new Crop(80, 0, 480, 480), 128, 128));
    assertEquals(64, hash.length());
    assertNotEquals(hash, settings(640, 481, new Crop(80, 0, 480, 480), 128, 128));
    assertNotEquals(hash, settings(641, 480, new Crop(80, 0, 480, 480), 128, 128));
    assertNotEquals(hash, settings(640, 480, new Crop(81, 0, 480, 480), 128, 128));
    assertNotEquals(hash, settings(640, 480, new Crop(80, 0, 480, 479), 128, 128));
    assertNotEquals(hash, settings(640, 480, new Crop(80, 0, 480, 480), 128, 127));
    assertEquals(hash, FramePreprocessor.of(config(0)).settingsHash());
    assertNotEquals(hash, FramePreprocessor.of(config(8000)).settingsHash());
  }

  /** Stored beside data sets: this text changes only together with the path's version. */
  @Test
  void shouldKeepTheCanonicalTextOfTheSettings() {
    assertEquals(
        """
        serl4j frame path 1
        source 640 x 480
        crop 80 0 480 480
        output 128 x 128
        interpolation area
        pixels rgb8
        exposure automatic
        """,
        new FramePreprocessor(640, 480, new Crop(80, 0, 480, 480), 128, 128).settings());
  }

  @Test
  void shouldRefuseACropThatLeavesTheImage() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new FramePreprocessor(640, 480, new Crop(200, 0, 480, 480), 128, 128));
    assertEquals(
        "crop [200, 0, 480, 480] leaves the image of 640 x 480 px:"
            + " keep x + width <= 640 and y + height <= 480",
        e.getMessage());
  }

  @Test
  void shouldRefuseAnImageOfAnotherSize() {
    FramePreprocessor path = new FramePreprocessor(64, 48, new Crop(0, 0, 64, 48), 8, 8);
    assertThrows(IllegalArgumentException.class, () -> path.process(new byte[32 * 24 * 3]));
    assertThrows(
        IllegalArgumentException.class,
        () -> path.process(ByteBuffer.allocateDirect(64 * 48 * 3 - 1), 64 * 3, ColourOrder.RGB));
  }

  @Test
  void shouldNameTheRemedyInOneLineWhenNativesDoNotLoad() {
    String line =
        NativeVision.doesNotLoad(
            "OpenCV", "linux-riscv64", new UnsatisfiedLinkError("no jniopencv_core\n  in path"));
    assertEquals(
        "OpenCV does not load on linux-riscv64 (no jniopencv_core): build with"
            + " -Djavacpp.platform=linux-riscv64, or run on linux-x86_64",
        line);
  }

  private static CameraConfig config(double exposureUs) {
    return new CameraConfig(
        "wrist_1", "0", 640, 480, new Crop(80, 0, 480, 480), 128, 15, exposureUs, 500, 2000, 5);
  }

  private static String settings(int width, int height, Crop crop, int outWidth, int outHeight) {
    return new FramePreprocessor(width, height, crop, outWidth, outHeight).settingsHash();
  }

  private static double covered(int pixel, double from, double to) {
    return Math.max(0, Math.min(pixel + 1, to) - Math.max(pixel, from));
  }

  private static byte[] noise(int width, int height, long seed) {
    byte[] image = new byte[width * height * 3];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) random.nextInt(256);
    }
    return image;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static int at(byte[] image, int width, int x, int y, int channel) {
    return image[(y * width + x) * 3 + channel] & 255;
  }

  private static void set(byte[] image, int width, int x, int y, int red, int green, int blue) {
    int i = (y * width + x) * 3;
    image[i] = (byte) red;
    image[i + 1] = (byte) green;
    image[i + 2] = (byte) blue;
  }
}
