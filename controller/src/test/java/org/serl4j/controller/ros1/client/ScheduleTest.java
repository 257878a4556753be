package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.serl4j.controller.loop.LoopRunner;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.PoseStamped;

/**
 * Measures how late poses are published at 1 kHz, by the runner that also drives the arm: {@code
 * -Dros1.schedule=60} for that many seconds each to a node of ours, to rospy and to roscpp. Not
 * part of the gate: its figures are the machine's.
 */
@EnabledIfSystemProperty(named = "ros1.schedule", matches = "\\d+")
class ScheduleTest extends RosTest {
  private static final long PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int WARM_UP = 1_000;

  /** Half a period. */
  private static final long LATE_NS = PERIOD_NS / 2;

  private final int count = 1_000 * Integer.getInteger("ros1.schedule", 0);

  /** Publishes, and notes when each pose was begun and how long it took to hand it over. */
  private static final class Beat {
    private final Publisher<PoseStamped> poses;
    private final PoseStamped pose = new PoseStamped();
    private final long[] begunNs;
    private final long[] tookNs;
    private volatile int made;

    Beat(Publisher<PoseStamped> poses, int count) {
      this.poses = poses;
      begunNs = new long[count];
      tookNs = new long[count];
      pose.frameId = "0";
    }

    void step() {
      int index = made;
      if (index < begunNs.length) {
        begunNs[index] = System.nanoTime();
        pose.x = index;
        poses.publish(pose);
        tookNs[index] = System.nanoTime() - begunNs[index];
        made = index + 1;
      }
    }

    /** How long after it was due each began, as the runner leaves out what it missed [ns]. */
    long[] lateNs() {
      long[] late = new long[begunNs.length];
      long dueNs = begunNs[0];
      for (int i = 0; i < late.length; i++) {
        late[i] = begunNs[i] - dueNs;
        dueNs += (late[i] / PERIOD_NS + 1) * PERIOD_NS;
      }
      return late;
    }
  }

  private void measure(String who) throws IOException {
    try (RosNode node = RosClients.open(peers.settings(), "measured")) {
      Publisher<PoseStamped> poses = node.publish("/ping", PoseStamped.TYPE, false, 100);
      RosPeers.await("the link", () -> poses.links() == 1);
      Beat beat = new Beat(poses, WARM_UP + count);
      long missed;
      try (LoopRunner runner = new LoopRunner("beat", PERIOD_NS, beat::step, System::nanoTime)) {
        runner.start();
        for (int second = 1; second <= (WARM_UP + count) / 1_000; second++) {
          int due = 1_000 * second;
          RosPeers.await("a second's poses", () -> beat.made >= due);
        }
        missed = runner.overruns();
      }
      System.out.printf("1 kHz to %s, %d poses: ", who, count);
      print("late", beat.lateNs());
      print("handed over in", beat.tookNs);
      System.out.printf(
          "%d periods missed, %d poses dropped for a slow line%n", missed, poses.dropped());
      assertEquals(1, poses.links());
    }
  }

  private static void print(String what, long[] ns) {
    long[] sorted = Arrays.copyOfRange(ns, WARM_UP, ns.length);
    long tooLong = Arrays.stream(sorted).filter(each -> each > LATE_NS).count();
    Arrays.sort(sorted);
    System.out.printf(
        "%s p50 %.3f ms, p99 %.3f ms, most %.3f ms, %.2f %% above 0.5 ms; ",
        what,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        100.0 * tooLong / sorted.length);
  }

  @Test
  void shouldPublishToANodeOfOursOnTime() throws IOException {
    try (TcpNode ours = peers.node("ours")) {
      ours.subscribe("/ping", PoseStamped.TYPE, pose -> {});
      measure("a node of ours");
    }
  }

  @Test
  void shouldPublishToRospyOnTime() throws IOException {
    Process rospy = peers.script("peer.py", "rospy_peer");
    RosPeers.await("rospy", () -> peers.printed(rospy).contains("ready"));
    measure("rospy");
  }

  @Test
  void shouldPublishToRoscppOnTime() throws IOException, InterruptedException {
    Process roscpp = peers.start(peers.compiled("echo.cpp").toString());
    RosPeers.await("roscpp", () -> peers.printed(roscpp).contains("ready"));
    measure("roscpp");
  }
}
