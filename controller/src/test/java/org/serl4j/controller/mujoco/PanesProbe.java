package org.serl4j.controller.mujoco;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.lwjgl.BufferUtils;
import org.lwjgl.opengl.GL11;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.CameraUnavailableException;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.viewer.CameraPanes;
import org.serl4j.controller.viewer.ViewerWindow;

/**
 * Shows two pictures of four colours in a window, and writes which colour is seen in which corner:
 * a program of its own because a process cannot change its DISPLAY.
 */
final class PanesProbe {
  private static final int ROOM = 200;
  private static final int SIDE = 8;
  private static final List<Integer> COLOURS = List.of(0xff0000, 0x00ff00, 0x0000ff, 0xffffff);
  private static final Map<Integer, String> NAMES =
      Map.of(0xff0000, "red", 0x00ff00, "green", 0x0000ff, "blue", 0xffffff, "white");

  private PanesProbe() {}

  /** One picture for ever, or none. */
  private static final class Still implements Camera {
    private final Frame frame;
    private boolean lost;

    /**
     * @param colours top left, top right, bottom left, bottom right
     */
    Still(List<Integer> colours) {
      byte[] rgb = new byte[SIDE * SIDE * 3];
      for (int i = 0; i < SIDE * SIDE; i++) {
        int quarter = 2 * (i / SIDE / (SIDE / 2)) + i % SIDE / (SIDE / 2);
        for (int channel = 0; channel < 3; channel++) {
          rgb[3 * i + channel] = (byte) (colours.get(quarter) >> (16 - 8 * channel));
        }
      }
      frame = new Frame(rgb, SIDE, SIDE, 0, 0);
    }

    @Override
    public String name() {
      return "still";
    }

    @Override
    public Frame latest() {
      if (lost) {
        throw new CameraUnavailableException("lost", true);
      }
      return frame;
    }

    @Override
    public void close() {}
  }

  /**
   * @param args the file for the answer
   */
  public static void main(String[] args) throws IOException {
    Still left = new Still(COLOURS);
    Still right = new Still(List.of(0xffffff, 0x0000ff, 0x00ff00, 0xff0000));
    String answer;
    try (ViewerWindow window =
        ViewerWindow.open("panes", 2 * ROOM, ROOM, () -> new CameraPanes(List.of(left, right)))) {
      window.draw();
      ByteBuffer seen = drawnAgain(window);
      answer = "left: " + corners(seen, 0) + "; right: " + corners(seen, ROOM);
      left.lost = true;
      seen = drawnAgain(window);
      answer += "; dark:" + (lightest(seen, 0) < 0x80 ? " left" : "");
      answer += lightest(seen, ROOM) < 0x80 ? " right" : "";
    } catch (IllegalStateException e) {
      answer = e.getMessage();
    }
    Files.write(Path.of(args[0]), String.valueOf(answer).getBytes(StandardCharsets.UTF_8));
  }

  private static ByteBuffer drawnAgain(ViewerWindow window) {
    window.draw();
    ByteBuffer pixels = BufferUtils.createByteBuffer(2 * ROOM * ROOM * 4);
    GL11.glReadBuffer(GL11.GL_BACK);
    GL11.glReadPixels(0, 0, 2 * ROOM, ROOM, GL11.GL_RGBA, GL11.GL_UNSIGNED_BYTE, pixels);
    return pixels;
  }

  private static String corners(ByteBuffer seen, int left) {
    StringJoiner names = new StringJoiner(" ");
    for (int y : new int[] {ROOM / 4, 3 * ROOM / 4}) {
      for (int x : new int[] {ROOM / 4, 3 * ROOM / 4}) {
        int colour = colour(seen, left + x, y);
        names.add(NAMES.getOrDefault(colour, "#" + Integer.toHexString(colour)));
      }
    }
    return names.toString();
  }

  /** The largest channel in the white quarter and the others. */
  private static int lightest(ByteBuffer seen, int left) {
    int lightest = 0;
    for (int x = left; x < left + ROOM; x++) {
      lightest = Math.max(lightest, colour(seen, x, ROOM / 4) & 0xff);
      lightest = Math.max(lightest, colour(seen, x, ROOM / 4) >> 16);
    }
    return lightest;
  }

  /** From the top left. */
  private static int colour(ByteBuffer seen, int x, int y) {
    int at = 4 * ((ROOM - 1 - y) * 2 * ROOM + x);
    return ((seen.get(at) & 0xff) << 16)
        | ((seen.get(at + 1) & 0xff) << 8)
        | (seen.get(at + 2) & 0xff);
  }
}
