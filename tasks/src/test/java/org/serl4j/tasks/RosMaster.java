package org.serl4j.tasks;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.client.TcpNode;
import org.serl4j.controller.standin.SimArm;
import org.serl4j.controller.standin.StandinSettings;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.CollisionThresholds;

/** A real rosmaster on a free port; skips the test where there is none. */
public final class RosMaster implements AutoCloseable {
  /** As docs/hardware.md starts it: a tool that strikes does not stop. */
  private static final StandinSettings STANDIN =
      new StandinSettings(
          200,
          100,
          "joint_position_controller",
          1,
          CollisionThresholds.FRANKA_ROS,
          10,
          StandinSettings.NO_MJPEG);

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
    while (!answers()) {
      assertTrue(process.isAlive() && System.nanoTime() < endNs, "rosmaster does not answer");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Whether this process answers: a node of ours at somebody else's master would move his arm. */
  private boolean answers() {
    String call =
        "<methodCall><methodName>getPid</methodName><params><param><value>/test</value></param>"
            + "</params></methodCall>";
    HttpRequest request =
        HttpRequest.newBuilder(settings().master())
            .timeout(Duration.ofSeconds(2))
            .POST(HttpRequest.BodyPublishers.ofString(call))
            .build();
    try {
      String answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
      return answer.contains("<int>" + process.pid() + "</int>");
    } catch (IOException e) {
      return false; // not yet
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for rosmaster", e);
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

  /** The stand-in's arm at this master, in the simulated cell that a task is made for. */
  public SimArm standin(String task) throws IOException {
    Cell simulated = SimulatedCell.of(task);
    try (SceneFile scene = new TaskCatalogue().sceneFile(task, simulated)) {
      return SimArm.start(scene.path(), simulated, TcpNode.open(settings(), "sim_arm"), STANDIN);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
