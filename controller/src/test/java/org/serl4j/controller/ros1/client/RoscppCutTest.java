package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.loop.LoopRunner;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.message.PoseStamped;

/**
 * How long poses to a roscpp node and back are away after the cable to it, and to the master beside
 * it, was pulled: {@code -Dros1.cut=10} for that many seconds. Not part of the gate: it compiles.
 */
@EnabledIfSystemProperty(named = "ros1.cut", matches = "\\d+")
class RoscppCutTest {
  private static final long PERIOD_NS = 5_000_000;
  private static final int SILENCE_MS = 400;
  private static final long BACK_NS = TimeUnit.SECONDS.toNanos(2);

  private NetworkSwitch network;
  private RosPeers peers;

  @BeforeEach
  void start(@TempDir Path home) throws IOException {
    network = new NetworkSwitch("robot");
    peers = new RosPeers(home, network.machine("robot"), network.here());
  }

  @AfterEach
  void stop() throws IOException {
    if (peers != null) {
      peers.close();
    }
    if (network != null) {
      network.close();
    }
  }

  /** How long nothing came back after the cable was back [ns]. */
  private long away(String name, boolean renews) throws IOException {
    AtomicInteger back = new AtomicInteger();
    try (TcpNode node = peers.node(name)) {
      Publisher<PoseStamped> ping = node.publish("/ping", PoseStamped.TYPE, false, 256);
      node.subscribe("/pong", PoseStamped.TYPE, SILENCE_MS, pose -> back.incrementAndGet());
      PoseStamped pose = new PoseStamped();
      try (LoopRunner beat =
          new LoopRunner("beat", PERIOD_NS, () -> ping.publish(pose), System::nanoTime)) {
        beat.start();
        RosPeers.await("pongs", () -> back.get() > 100);
        network.unplug(network.here());
        long cutNs = System.nanoTime();
        until(cutNs + TimeUnit.MILLISECONDS.toNanos(SILENCE_MS));
        if (renews) {
          node.renewLinks();
        }
        until(cutNs + TimeUnit.SECONDS.toNanos(Integer.getInteger("ros1.cut", 0)));
        int before = back.get();
        network.plug(network.here());
        long mendedNs = System.nanoTime();
        RosPeers.await("pongs again", () -> back.get() > before);
        return System.nanoTime() - mendedNs;
      }
    }
  }

  private static void until(long ns) {
    RosPeers.await("the time", () -> System.nanoTime() >= ns);
  }

  @Test
  void shouldComeBackToRoscpp() throws IOException, InterruptedException {
    Process echo = peers.start(peers.compiled("echo.cpp").toString());
    RosPeers.await("roscpp", () -> peers.printed(echo).contains("ready"));
    long keptNs = away("kept", false);
    long renewedNs = away("renewed", true);
    System.out.printf(
        "roscpp cut for %d s: back after %.2f s, with links that were kept after %.2f s%n",
        Integer.getInteger("ros1.cut"), renewedNs * 1e-9, keptNs * 1e-9);
    assertTrue(renewedNs < BACK_NS);
  }
}
