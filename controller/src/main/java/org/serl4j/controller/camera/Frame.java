package org.serl4j.controller.camera;

/**
 * One image and when it was taken. The array is owned by the frame: not modified after it was made.
 *
 * @param rgb row-major from the top left, RGB, one unsigned byte a channel
 * @param width [px]
 * @param height [px]
 * @param captureNs when it was taken, on the workcell's clock [ns]
 * @param sequence counts the frames of this camera from 0
 */
@SuppressWarnings("ArrayRecordComponent") // a value of the hot path: compared by nobody
public record Frame(byte[] rgb, int width, int height, long captureNs, long sequence) {
  public Frame {
    if (rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "a " + width + " x " + height + " RGB frame has not " + rgb.length + " bytes");
    }
  }
}
