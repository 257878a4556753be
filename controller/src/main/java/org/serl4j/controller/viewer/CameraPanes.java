package org.serl4j.controller.viewer;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lwjgl.BufferUtils;
import org.lwjgl.opengl.GL;
import org.lwjgl.opengl.GL11;
import org.lwjgl.opengl.GL12;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.CameraUnavailableException;
import org.serl4j.controller.camera.Frame;

/**
 * The cameras' newest pictures side by side, as the policy gets them: cropped and resized. A camera
 * without a picture to act on stays dark.
 */
public final class CameraPanes implements WindowContent {
  private static final float GROUND = 0.1f;
  private static final float DIMMED = 0.3f;
  private static final double GAP = 8; // between two pictures [px]

  private final List<Pane> panes;

  /** One camera and the texture of its picture. */
  private static final class Pane {
    final Camera camera;
    final int texture = GL11.glGenTextures();
    @Nullable Frame shown;
    ByteBuffer pixels = BufferUtils.createByteBuffer(0);
    boolean dark = true;

    Pane(Camera camera) {
      this.camera = camera;
    }
  }

  /**
   * @param cameras whose {@link Camera#latest()} does not wait; stay open until this is closed
   */
  public CameraPanes(List<? extends Camera> cameras) {
    GL.createCapabilities();
    panes = cameras.stream().<Pane>map(Pane::new).toList();
  }

  @Override
  public void draw(int width, int height) {
    GL11.glViewport(0, 0, width, height);
    GL11.glClearColor(GROUND, GROUND, GROUND, 1);
    GL11.glClear(GL11.GL_COLOR_BUFFER_BIT);
    GL11.glMatrixMode(GL11.GL_PROJECTION);
    GL11.glLoadIdentity();
    GL11.glOrtho(0, width, height, 0, -1, 1); // pixels from the top left, as in a frame
    GL11.glMatrixMode(GL11.GL_MODELVIEW);
    GL11.glLoadIdentity();
    GL11.glEnable(GL11.GL_TEXTURE_2D);
    double room = (width - GAP * (panes.size() - 1)) / panes.size();
    for (int i = 0; i < panes.size(); i++) {
      Pane pane = panes.get(i);
      look(pane);
      if (pane.shown != null) {
        draw(pane, pane.shown, i * (room + GAP), room, height);
      }
    }
  }

  private static void look(Pane pane) {
    Frame newest;
    try {
      newest = pane.camera.latest();
    } catch (CameraUnavailableException e) {
      pane.dark = true; // whoever acts on it says why
      return;
    }
    pane.dark = false;
    if (pane.shown != null && pane.shown.sequence() == newest.sequence()) {
      return;
    }
    pane.shown = newest;
    byte[] rgb = newest.rgb();
    if (pane.pixels.capacity() != rgb.length) {
      pane.pixels = BufferUtils.createByteBuffer(rgb.length);
    }
    pane.pixels.clear().put(rgb).flip();
    GL11.glBindTexture(GL11.GL_TEXTURE_2D, pane.texture);
    GL11.glTexParameteri(GL11.GL_TEXTURE_2D, GL11.GL_TEXTURE_MIN_FILTER, GL11.GL_LINEAR);
    GL11.glTexParameteri(GL11.GL_TEXTURE_2D, GL11.GL_TEXTURE_MAG_FILTER, GL11.GL_LINEAR);
    GL11.glTexParameteri(GL11.GL_TEXTURE_2D, GL11.GL_TEXTURE_WRAP_S, GL12.GL_CLAMP_TO_EDGE);
    GL11.glTexParameteri(GL11.GL_TEXTURE_2D, GL11.GL_TEXTURE_WRAP_T, GL12.GL_CLAMP_TO_EDGE);
    GL11.glPixelStorei(GL11.GL_UNPACK_ALIGNMENT, 1);
    GL11.glTexImage2D(
        GL11.GL_TEXTURE_2D,
        0,
        GL11.GL_RGB,
        newest.width(),
        newest.height(),
        0,
        GL11.GL_RGB,
        GL11.GL_UNSIGNED_BYTE,
        pane.pixels);
  }

  /** Draws it as large as it fits, in the middle of its room. */
  private static void draw(Pane pane, Frame frame, double left, double room, double height) {
    double scale = Math.min(room / frame.width(), height / frame.height());
    double w = scale * frame.width();
    double h = scale * frame.height();
    double x = left + (room - w) / 2;
    double y = (height - h) / 2;
    float light = pane.dark ? DIMMED : 1;
    GL11.glColor3f(light, light, light);
    GL11.glBindTexture(GL11.GL_TEXTURE_2D, pane.texture);
    GL11.glBegin(GL11.GL_QUADS);
    corner(0, 0, x, y);
    corner(1, 0, x + w, y);
    corner(1, 1, x + w, y + h);
    corner(0, 1, x, y + h);
    GL11.glEnd();
  }

  private static void corner(double s, double t, double x, double y) {
    GL11.glTexCoord2d(s, t);
    GL11.glVertex2d(x, y);
  }

  @Override
  public void close() {
    panes.forEach(pane -> GL11.glDeleteTextures(pane.texture));
    GL.setCapabilities(null);
  }
}
