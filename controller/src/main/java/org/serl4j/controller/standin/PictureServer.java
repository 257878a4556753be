package org.serl4j.controller.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.serl4j.controller.camera.Frame;

/**
 * Pictures over HTTP on loopback, as network cameras give them: one JPEG after the other in a
 * {@code multipart/x-mixed-replace} that does not end. A slow watcher misses pictures.
 */
final class PictureServer implements AutoCloseable {
  private static final int WATCHERS = 16;
  private static final int OK = 200;
  private static final int NOT_GET = 405;
  private static final long PATIENCE_MS = 500;
  private static final String BOUNDARY = "serl4j";

  private final HttpServer server;
  private final ExecutorService threads;
  private volatile boolean closed;

  /**
   * @param port of loopback; 0 takes a free one
   * @throws IllegalArgumentException if it is taken: one line with the remedy
   */
  PictureServer(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "port %d cannot be served (%s): give another --mjpeg".formatted(port, e.getMessage()), e);
    }
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            WATCHERS,
            task -> {
              Thread thread = new Thread(task, "sim-arm-http-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** A stream at a path such as {@code /wrist_1}. */
  Stream stream(String path) {
    Stream stream = new Stream();
    server.createContext(path, stream::serve);
    return stream;
  }

  /** One camera's pictures: the newest is the exchange point between camera and watchers. */
  final class Stream {
    private final AtomicInteger watchers = new AtomicInteger();
    private byte[] newest = {}; // guarded by this
    private long number; // guarded by this

    private Stream() {}

    /** Whether anybody watches. */
    boolean watched() {
      return watchers.get() > 0;
    }

    /** Hands a picture to all watchers; waits for none. */
    void show(Frame frame) {
      byte[] jpeg = jpeg(frame);
      synchronized (this) {
        newest = jpeg;
        number++;
        notifyAll();
      }
    }

    private void serve(HttpExchange exchange) throws IOException {
      try (exchange) {
        if (!exchange.getRequestMethod().equals("GET")) {
          exchange.sendResponseHeaders(NOT_GET, -1);
          return;
        }
        exchange
            .getResponseHeaders()
            .set("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY);
        exchange.sendResponseHeaders(OK, 0);
        watchers.incrementAndGet();
        try {
          send(exchange.getResponseBody());
        } finally {
          watchers.decrementAndGet();
        }
      }
    }

    private void send(OutputStream out) throws IOException {
      long sent = 0;
      try {
        while (!closed) {
          byte[] jpeg;
          synchronized (this) {
            if (number == sent) {
              wait(PATIENCE_MS);
            }
            if (number == sent) {
              continue;
            }
            sent = number;
            jpeg = newest;
          }
          String head =
              "--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
                  .formatted(BOUNDARY, jpeg.length);
          out.write(head.getBytes(StandardCharsets.US_ASCII));
          out.write(jpeg);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static byte[] jpeg(Frame frame) {
    BufferedImage image =
        new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = frame.rgb();
    for (int i = 0; i < frame.width() * frame.height(); i++) {
      int red = rgb[3 * i] & 0xff;
      int green = rgb[3 * i + 1] & 0xff;
      int blue = rgb[3 * i + 2] & 0xff;
      int pixel = (red << 16) | (green << 8) | blue;
      image.setRGB(i % frame.width(), i / frame.width(), pixel);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "jpeg", out);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written but memory", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
    threads.shutdownNow();
    try {
      threads.awaitTermination(PATIENCE_MS * 4, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
