package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.PoseStamped;

/**
 * Measures how long a pose takes to rospy and back, and how well 200 Hz are kept: {@code
 * -Dros1.roundtrip=2000} for that many messages. Not part of the gate: its figures are the
 * machine's.
 */
class RoundTripTest {
  private static final int WARM_UP = 200;
  private static final long PERIOD_NS = 5_000_000;

  @Test
  @EnabledIfSystemProperty(named = "ros1.roundtrip", matches = "\\d+")
  void shouldBringEveryPoseBack(@TempDir Path home) throws IOException {
    int count = WARM_UP + Integer.getInteger("ros1.roundtrip", 0);
    long[] tookNs = new long[count];
    AtomicInteger back = new AtomicInteger();
    try (RosPeers peers = new RosPeers(home);
        TcpNode node = peers.node("measured")) {
      peers.script("peer.py", "rospy_peer");
      Publisher<PoseStamped> ping = node.publish("/ping", PoseStamped.TYPE, false, 100);
      Subscription pong =
          node.subscribe(
              "/pong",
              PoseStamped.TYPE,
              pose -> {
                if (pose.x >= 0) {
                  tookNs[(int) pose.x] = System.nanoTime() - pose.stampNs;
                }
                back.incrementAndGet();
              });
      RosPeers.await("links", () -> ping.links() == 1 && pong.links() == 1);
      PoseStamped pose = new PoseStamped();
      pose.frameId = "0";
      pose.x = -1;
      RosPeers.await(
          "a pong",
          () -> { // rospy may lose the first: it adds a link only after it has greeted
            ping.publish(pose);
            return back.get() > 0;
          });
      long dueNs = System.nanoTime();
      for (int i = 0; i < count; i++) {
        dueNs += PERIOD_NS;
        while (System.nanoTime() < dueNs) {
          LockSupport.parkNanos(dueNs - System.nanoTime());
        }
        pose.x = i;
        pose.stampNs = System.nanoTime();
        ping.publish(pose);
      }
      RosPeers.await("all poses", () -> back.get() > count && tookNs[count - 1] > 0);
      assertEquals(0, ping.dropped());
    }
    long[] sorted = Arrays.copyOfRange(tookNs, WARM_UP, count);
    Arrays.sort(sorted);
    System.out.printf(
        "round trip to rospy, %d poses at 200 Hz: p50 %.2f ms, p99 %.2f ms, most %.2f ms%n",
        sorted.length,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6);
  }
}
