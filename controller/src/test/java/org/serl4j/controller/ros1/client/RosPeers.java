package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.serl4j.controller.ros1.RosSettings;

/** Real peers: a rosmaster on a free port, and Debian's ROS programs that speak to it. */
public final class RosPeers implements AutoCloseable {
  private static final long LONGEST_MS = 20_000;
  private static final long COMPILING_MS = 120_000;
  private static final String PYTHON = "/usr/bin/python3";

  private final Path home;
  private final NetworkSwitch.Machine where;
  private final String ownAddress;
  private final int port;
  private final List<Process> started = new ArrayList<>();
  private Process master;

  /** Starts a rosmaster that logs below {@code home}. */
  public RosPeers(Path home) throws IOException {
    this(home, NetworkSwitch.Machine.LOOPBACK, NetworkSwitch.Machine.LOOPBACK);
  }

  /**
   * Starts a rosmaster on one machine for nodes that run on another.
   *
   * @param here the machine of the nodes
   */
  public RosPeers(Path home, NetworkSwitch.Machine where, NetworkSwitch.Machine here)
      throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/rosmaster")),
        "rosmaster is not installed (Debian: python3-rosmaster)");
    this.home = home;
    this.where = where;
    ownAddress = here.address();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    master = startMaster();
  }

  private Process startMaster() throws IOException {
    Process process = start("/usr/bin/rosmaster", "--core", "-p", String.valueOf(port));
    await("rosmaster", this::masterListens);
    return process;
  }

  private boolean masterListens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(where.address(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Kills the master; {@link #resumeMaster} starts another on the same port. */
  public void killMaster() throws InterruptedException {
    kill(master);
  }

  public void resumeMaster() throws IOException {
    master = startMaster();
  }

  public RosSettings settings() {
    return new RosSettings(URI.create(masterUri()), ownAddress, "/");
  }

  private String masterUri() {
    return "http://" + where.address() + ":" + port;
  }

  public TcpNode node(String name) throws IOException {
    return TcpNode.open(settings(), name);
  }

  /** Starts a program that is killed at the end. */
  public Process start(String... command) throws IOException {
    return start(where, command);
  }

  /** The same on another machine. */
  public Process start(NetworkSwitch.Machine machine, String... command) throws IOException {
    List<String> all = new ArrayList<>(machine.launcher());
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.redirectErrorStream(true);
    Path log = Files.createTempFile(home, "peer", ".log");
    builder.redirectOutput(log.toFile());
    builder.environment().put("ROS_MASTER_URI", masterUri());
    builder.environment().put("ROS_IP", machine.address());
    builder.environment().remove("ROS_HOSTNAME");
    builder.environment().put("ROS_HOME", home.toString());
    builder.environment().put("PYTHONUNBUFFERED", "1");
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    started.add(process);
    logs.add(log);
    return process;
  }

  private final List<Path> logs = new ArrayList<>();

  /** Starts a script from the tests' resources. */
  public Process script(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON, resource(name).toString()));
    command.addAll(Arrays.asList(arguments));
    return start(command.toArray(String[]::new));
  }

  /** A C++ program from the tests' resources; skips the test where roscpp is not installed. */
  Path compiled(String name) throws IOException, InterruptedException {
    assumeTrue(
        Files.exists(Path.of("/usr/include/ros/ros.h")),
        "roscpp is not installed (Debian: libroscpp-dev libgeometry-msgs-dev)");
    Path program = home.resolve(name.replace(".cpp", ""));
    Process compiler =
        start(
            "/usr/bin/g++",
            "-O2",
            "-o",
            program.toString(),
            resource(name).toString(),
            "-lroscpp",
            "-lroscpp_serialization",
            "-lrosconsole",
            "-lrostime",
            "-lboost_thread",
            "-lboost_system",
            "-lpthread");
    finished(compiler, COMPILING_MS);
    return program;
  }

  private static Path resource(String name) {
    return Path.of("src/test/resources/ros1").resolve(name);
  }

  /** What a process has printed so far. */
  public String printed(Process process) {
    try {
      return Files.readString(logs.get(started.indexOf(process)));
    } catch (IOException e) {
      return "";
    }
  }

  /** What a program prints that ends by itself with exit code 0. */
  public String run(String... command) throws IOException, InterruptedException {
    Process process = start(command);
    return finished(process);
  }

  /** What a process has printed at its end. */
  public String finished(Process process) throws InterruptedException {
    return finished(process, LONGEST_MS);
  }

  private String finished(Process process, long longestMs) throws InterruptedException {
    assertTrue(process.waitFor(longestMs, TimeUnit.MILLISECONDS), () -> printed(process));
    assertEquals(0, process.exitValue(), () -> printed(process));
    return printed(process);
  }

  public void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(LONGEST_MS, TimeUnit.MILLISECONDS);
  }

  /** Waits until {@code condition} holds; fails if it does not for long. */
  public static void await(String what, BooleanSupplier condition) {
    CountDownLatch never = new CountDownLatch(1);
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MS);
    try {
      while (!condition.getAsBoolean()) {
        assertTrue(System.nanoTime() < endNs, () -> "waited in vain for " + what);
        assertTrue(!never.await(5, TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for " + what, e);
    }
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
