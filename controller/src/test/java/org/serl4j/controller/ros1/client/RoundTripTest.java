package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.PoseStamped;

/**
 * Measures how long a pose takes to a peer and back: {@code -Dros1.roundtrip=2000} for that many
 * messages, {@code -Dros1.hz=1000} a second, by the client of {@value RosClients#PROPERTY}. Not
 * part of the gate: its figures are the machine's.
 */
@EnabledIfSystemProperty(named = "ros1.roundtrip", matches = "\\d+")
class RoundTripTest extends RosTest {
  private static final int WARM_UP = 500;
  private static final Pattern TOOK = Pattern.compile("took (\\d+)");

  private final int count = WARM_UP + Integer.getInteger("ros1.roundtrip", 0);
  private final int hz = Integer.getInteger("ros1.hz", 200);
  private final long periodNs = TimeUnit.SECONDS.toNanos(1) / hz;

  /** The times of an own node, in the order of sending [ns]. */
  private long[] own(String name) throws IOException {
    long[] tookNs = new long[count];
    AtomicInteger back = new AtomicInteger();
    try (RosNode node = RosClients.open(peers.settings(), name)) {
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
          () -> { // a peer may lose the first: it adds a link only after it has greeted
            ping.publish(pose);
            return back.get() > 0;
          });
      long dueNs = System.nanoTime();
      for (int i = 0; i < count; i++) {
        dueNs += periodNs;
        while (System.nanoTime() < dueNs) {
          LockSupport.parkNanos(dueNs - System.nanoTime());
        }
        pose.x = i;
        pose.stampNs = System.nanoTime();
        ping.publish(pose);
      }
      RosPeers.await("the last pose", () -> tookNs[count - 1] > 0);
      assertEquals(0, ping.dropped());
    }
    return tookNs;
  }

  private double median(String who, long[] tookNs) {
    long[] sorted = Arrays.copyOfRange(tookNs, WARM_UP, count);
    Arrays.sort(sorted);
    System.out.printf(
        "%s, %d poses at %d Hz: p50 %.3f ms, p99 %.3f ms, most %.3f ms, %d lost%n",
        who,
        sorted.length,
        hz,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        Arrays.stream(sorted).filter(ns -> ns == 0).count());
    return sorted[sorted.length / 2];
  }

  @Test
  void shouldBringEveryPoseBackFromRospy() throws IOException {
    Process rospy = peers.script("peer.py", "rospy_peer");
    RosPeers.await("rospy", () -> peers.printed(rospy).contains("ready"));
    assertTrue(median("own to rospy", own("measured")) > 0);
  }

  /** In turn, so that the machine's moods meet both. */
  @Test
  void shouldBringPosesBackFromRoscppAsFastAsRoscpp() throws IOException, InterruptedException {
    Path echo = peers.compiled("echo.cpp");
    Path roundTrip = peers.compiled("round_trip.cpp");
    Process peer = peers.start(echo.toString());
    RosPeers.await("roscpp", () -> peers.printed(peer).contains("ready"));
    for (int turn = 0; turn < 3; turn++) {
      double own = median("own to roscpp", own("measured" + turn));
      Process roscpp =
          peers.start(roundTrip.toString(), String.valueOf(count), String.valueOf(periodNs));
      long[] tookNs =
          TOOK.matcher(peers.finished(roscpp))
              .results()
              .mapToLong(match -> Long.parseLong(match.group(1)))
              .toArray();
      double other = median("roscpp to roscpp", tookNs);
      System.out.printf("ratio of medians %.2f%n", own / other);
    }
  }
}
