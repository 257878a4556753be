package org.serl4j.controller.mujoco;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.lwjgl.BufferUtils;
import org.lwjgl.opengl.GL;
import org.lwjgl.opengl.GL11;
import org.serl4j.controller.viewer.ViewerWindow;

/**
 * Opens the window on the display of its environment, draws, and writes what it saw: a program of
 * its own because a process cannot change its DISPLAY.
 */
final class ViewerProbe {
  private static final int SIZE = 200;

  private ViewerProbe() {}

  /**
   * @param args the file for the answer
   */
  public static void main(String[] args) throws IOException {
    String answer;
    try (SimulatedWorkcell cell = SimulatedBench.open(true, "wrist_1");
        ViewerWindow window = ViewerWindow.open("probe", SIZE, SIZE, cell::view)) {
      window.draw();
      SimulatedBench.run(cell, 100);
      // a camera's own context beside the window's
      int length = cell.cameras().get(0).latest().rgb().length;
      window.draw();
      answer = "drew " + colours() + " colours, camera " + length + " bytes";
    } catch (IllegalStateException e) {
      answer = e.getMessage();
    }
    Files.write(Path.of(args[0]), String.valueOf(answer).getBytes(StandardCharsets.UTF_8));
  }

  private static int colours() {
    GL.createCapabilities();
    ByteBuffer pixels = BufferUtils.createByteBuffer(SIZE * SIZE * 4);
    GL11.glReadBuffer(GL11.GL_BACK);
    GL11.glReadPixels(0, 0, SIZE, SIZE, GL11.GL_RGBA, GL11.GL_UNSIGNED_BYTE, pixels);
    Set<Integer> colours = new HashSet<>();
    for (int i = 0; i < SIZE * SIZE; i++) {
      colours.add(pixels.getInt(4 * i));
    }
    return colours.size();
  }
}
