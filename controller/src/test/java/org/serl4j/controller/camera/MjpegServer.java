package org.serl4j.controller.camera;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;

/**
 * A network camera on loopback: MJPEG over HTTP, 50 frames a second, a counter drawn into each as
 * 16 black or white blocks. It can freeze its picture, fall silent, hang up on its clients, also in
 * the middle of a picture, and be switched off.
 */
final class MjpegServer implements AutoCloseable {
  static final int SIZE = 64;
  private static final int COUNTER_VALUES = 1 << 16;

  private static final int GRID = 4;
  private static final int BLOCK = SIZE / GRID;
  private static final long PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final String BOUNDARY = "frame";

  enum Mode {
    RUNNING,
    FROZEN,
    SILENT,
    /** Hangs up, and on each new client at once. */
    HUNG_UP,
    /** Sends half a picture, and hangs up. */
    TORN
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger counter = new AtomicInteger();
  private volatile Mode mode = Mode.RUNNING;
  private volatile boolean on = true;

  /**
   * @param port 0 takes a free one
   */
  MjpegServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::stream);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  void mode(Mode newMode) {
    mode = newMode;
  }

  /** How many whole pictures were begun, each with the counter of those before it. */
  int sent() {
    return counter.get();
  }

  /** Reads the counter back out of a frame of any size. */
  static int counter(Frame frame) {
    int value = 0;
    for (int bit = 0; bit < GRID * GRID; bit++) {
      int x = (2 * (bit % GRID) + 1) * frame.width() / (2 * GRID);
      int y = (2 * (bit / GRID) + 1) * frame.height() / (2 * GRID);
      int green = frame.rgb()[(y * frame.width() + x) * 3 + 1] & 255;
      value |= green > 127 ? 1 << bit : 0;
    }
    return value;
  }

  static BufferedImage picture(int counter) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    for (int bit = 0; bit < GRID * GRID; bit++) {
      graphics.setColor((counter >> bit & 1) == 1 ? Color.WHITE : Color.BLACK);
      graphics.fillRect(bit % GRID * BLOCK, bit / GRID * BLOCK, BLOCK, BLOCK);
    }
    graphics.dispose();
    return image;
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY);
    exchange.sendResponseHeaders(200, 0);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      while (on) {
        switch (mode) {
          case RUNNING -> write(out, counter.getAndIncrement() % COUNTER_VALUES);
          case FROZEN -> write(out, counter.get() % COUNTER_VALUES);
          case SILENT -> {}
          case HUNG_UP -> {
            return;
          }
          case TORN -> {
            writeHalf(out, counter.get() % COUNTER_VALUES);
            return;
          }
        }
        LockSupport.parkNanos(PERIOD_NS);
      }
    } catch (IOException e) {
      // The camera under test has hung up.
    }
  }

  private static void write(OutputStream out, int counter) throws IOException {
    byte[] jpeg = jpeg(counter);
    out.write(head(jpeg.length));
    out.write(jpeg);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void writeHalf(OutputStream out, int counter) throws IOException {
    byte[] jpeg = jpeg(counter);
    out.write(head(jpeg.length));
    out.write(jpeg, 0, jpeg.length - jpeg.length / 10);
    out.flush();
  }

  private static byte[] jpeg(int counter) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(picture(counter), "jpg", jpeg);
    return jpeg.toByteArray();
  }

  private static byte[] head(int jpegBytes) {
    return "--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
        .formatted(BOUNDARY, jpegBytes)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Hangs up on every client and frees the port. */
  @Override
  public void close() {
    on = false;
    server.stop(0);
    threads.shutdownNow();
  }
}
