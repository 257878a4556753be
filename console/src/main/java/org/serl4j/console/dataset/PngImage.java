package org.serl4j.console.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** RGB bytes to a PNG file's bytes and back, without loss. */
public final class PngImage {
  private static final int CHANNELS = 3;

  private PngImage() {}

  /**
   * @param rgb row-major, {@code size * size * 3} bytes (not modified)
   */
  public static byte[] encode(byte[] rgb, int size) {
    ImageIO.setUseCache(false);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(toImage(rgb, size), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The image as Java2D has it. */
  public static BufferedImage toImage(byte[] rgb, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size * size; i++) {
      int red = rgb[CHANNELS * i] & 0xff;
      int green = rgb[CHANNELS * i + 1] & 0xff;
      int blue = rgb[CHANNELS * i + 2] & 0xff;
      image.setRGB(i % size, i / size, red << 16 | green << 8 | blue);
    }
    return image;
  }

  /** The RGB bytes, or null if these bytes are no PNG of that size. */
  static byte @Nullable [] decode(byte[] png, int size) {
    ImageIO.setUseCache(false);
    BufferedImage image;
    try {
      image = ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException e) {
      return null;
    }
    if (image == null || image.getWidth() != size || image.getHeight() != size) {
      return null;
    }
    return toRgb(image);
  }

  static byte[] toRgb(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[width * image.getHeight() * CHANNELS];
    for (int i = 0; i < width * image.getHeight(); i++) {
      int pixel = image.getRGB(i % width, i / width);
      rgb[CHANNELS * i] = (byte) (pixel >> 16);
      rgb[CHANNELS * i + 1] = (byte) (pixel >> 8);
      rgb[CHANNELS * i + 2] = (byte) pixel;
    }
    return rgb;
  }
}
