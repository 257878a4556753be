package org.serl4j.controller.camera;

/**
 * The part of the source image that is kept [px]; (x, y) is its top left corner.
 *
 * @param x first column
 * @param y first row
 */
public record Crop(int x, int y, int width, int height) {
  public Crop {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "crop [%d, %d, %d, %d] is not a rectangle in an image: give [x, y, width, height] with x, y >= 0 and width, height >= 1"
              .formatted(x, y, width, height));
    }
  }

  public static Crop whole(int width, int height) {
    return new Crop(0, 0, width, height);
  }

  boolean fitsIn(int sourceWidth, int sourceHeight) {
    return x + (long) width <= sourceWidth && y + (long) height <= sourceHeight;
  }
}
