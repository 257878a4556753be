package org.serl4j.controller.arm.serl;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.mujoco.SimulatedBench;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.ArmConfig;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.ArmLink;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.SafetyConfig;

/** The simulated bench behind an arm server on a free port of loopback, on the wall clock. */
final class ServedBench implements AutoCloseable {
  static final int WATCHDOG_MS = 600;
  static final long KEEP_MS = 10_000;

  final SimulatedWorkcell workcell;
  final ArmServer server;
  final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  private ServedBench(int port, Optional<AccessToken> token) throws IOException {
    Cell cell = cell();
    workcell = SimulatedBench.open(cell, false);
    server =
        ArmServer.start(
            workcell,
            cell,
            new ArmServer.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), token, KEEP_MS),
            log::add);
  }

  static ServedBench open() throws IOException {
    return new ServedBench(0, Optional.empty());
  }

  static ServedBench open(int port) throws IOException {
    return new ServedBench(port, Optional.empty());
  }

  static ServedBench open(AccessToken token) throws IOException {
    return new ServedBench(0, Optional.of(token));
  }

  /** The bench's cell with a watchdog that a client can trip. */
  static Cell cell() {
    return with(SimulatedBench.cell(), WATCHDOG_MS, SimulatedBench.cell().safety().contactForce());
  }

  private static Cell with(Cell cell, int staleCommandMs, double contactForce) {
    SafetyConfig s = cell.safety();
    return new Cell(
        cell.name(),
        cell.arm(),
        cell.gripper(),
        cell.cameras(),
        new SafetyConfig(
            s.box(),
            s.rotation(),
            s.keepOut(),
            s.maxSpeed(),
            s.maxTurnRate(),
            s.abortSpeed(),
            s.abortTurnRate(),
            contactForce,
            s.contactTorque(),
            100,
            staleCommandMs),
        cell.compliance());
  }

  /** A cell whose arm is behind a server at that port. */
  static Cell remote(int port, double contactForce, int staleMs, int frozenMs) {
    Cell cell = with(SimulatedBench.cell(), 60_000, contactForce);
    ArmConfig arm = cell.arm();
    return new Cell(
        "remote",
        new ArmConfig(
            ArmKind.SERL,
            arm.model(),
            arm.home(),
            arm.nullspaceStiffness(),
            arm.joint1NullspaceStiffness(),
            Optional.of(new ArmLink("http://127.0.0.1:" + port + "/", "", 50, staleMs, frozenMs))),
        cell.gripper(),
        cell.cameras(),
        cell.safety(),
        cell.compliance());
  }

  /** The same cell with another watchdog. */
  static Cell watched(Cell cell, int staleCommandMs) {
    return with(cell, staleCommandMs, cell.safety().contactForce());
  }

  HttpResponse<String> post(String route, @Nullable String body) {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return send(HttpRequest.newBuilder(uri(route)).POST(publisher).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  URI uri(String route) {
    return URI.create("http://127.0.0.1:" + server.port() + "/" + route);
  }

  @Override
  public void close() {
    server.close();
    workcell.close();
  }
}
