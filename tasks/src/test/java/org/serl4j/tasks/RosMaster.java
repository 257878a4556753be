package org.serl4j.tasks;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.hardware.Cell;

/** A real rosmaster on a free port; skips the test where there is none. */
public final class RosMaster implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/rosmaster");
  private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(20);

  private final int port;
  private final Process process;

  /** Starts it; it logs below {@code home}. */
  public RosMaster(Path home) throws IOException {
    assumeTrue(
        Files.isExecutable(PROGRAM), "rosmaster is not installed (Debian: python3-rosmaster)");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(PROGRAM.toString(), "--core", "-p", String.valueOf(port));
    builder.redirectErrorStream(true).redirectOutput(home.resolve("rosmaster.log").toFile());
    builder.environment().put("ROS_HOME", home.toString());
    process = builder.start();
    long endNs = System.nanoTime() + LONGEST_NS;
    while (!listens()) {
      assertTrue(process.isAlive() && System.nanoTime() < endNs, "rosmaster does not answer");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public RosSettings settings() {
    return new RosSettings(URI.create("http://127.0.0.1:" + port), "127.0.0.1", "/");
  }

  /**
   * A cell that users get, at this master.
   *
   * @param file in {@code hardware-config/cells}
   * @param folder for the changed file
   */
  public Cell cell(String file, Path folder) throws IOException {
    String text = Files.readString(Path.of("..", "hardware-config", "cells", file));
    Path here = folder.resolve(file);
    Files.writeString(here, text.replace("http://127.0.0.1:11311", settings().master().toString()));
    return Cell.read(here);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
