package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.PoseStamped;

/**
 * Hours of a bench in minutes: {@code -Dros1.soak=4} for as many messages as 100 Hz give in that
 * many hours, with a subscriber, a publisher or a whole node ended and made anew for each 100 of
 * them. Not part of the gate.
 */
@EnabledIfSystemProperty(named = "ros1.soak", matches = "\\d+")
class RosSoakTest extends RosTest {
  private static final int MESSAGES_AN_HOUR = 360_000;
  private static final int IN_A_ROW = 100;

  /** What must not grow. */
  private record Held(int threads, long files, long heapBytes) {
    static Held now() throws IOException {
      Runtime runtime = Runtime.getRuntime();
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
        return new Held(
            Thread.activeCount(), open.count(), runtime.totalMemory() - runtime.freeMemory());
      }
    }
  }

  @Test
  void shouldHoldNoMoreAfterHoursThanAfterMinutes() throws IOException {
    int rounds = Integer.getInteger("ros1.soak", 0) * MESSAGES_AN_HOUR / IN_A_ROW;
    AtomicLong received = new AtomicLong();
    AtomicLong greetings = new AtomicLong();
    Consumer<PoseStamped> ear = heard -> (heard.x < 0 ? greetings : received).incrementAndGet();
    PoseStamped pose = new PoseStamped();
    Held early = Held.now();
    TcpNode talker = peers.node("talker");
    try (TcpNode listener = peers.node("listener")) {
      Publisher<PoseStamped> poses =
          talker.publish("/poses", PoseStamped.TYPE, false, 2 * IN_A_ROW);
      Subscription heard = listener.subscribe("/poses", PoseStamped.TYPE, ear);
      for (int round = 0; round < rounds; round++) {
        switch (round % 10) {
          case 0 -> {
            talker.close();
            talker = peers.node("talker");
            poses = talker.publish("/poses", PoseStamped.TYPE, false, 2 * IN_A_ROW);
          }
          case 1, 3, 5, 7, 9 -> {
            heard.close();
            heard = listener.subscribe("/poses", PoseStamped.TYPE, ear);
          }
          default -> {
            poses.close();
            poses = talker.publish("/poses", PoseStamped.TYPE, false, 2 * IN_A_ROW);
          }
        }
        Publisher<PoseStamped> open = poses;
        long greeted = greetings.get();
        pose.x = -1;
        RosPeers.await(
            "the link",
            () -> {
              open.publish(pose);
              return greetings.get() > greeted;
            });
        long before = received.get();
        pose.x = 1;
        for (int i = 0; i < IN_A_ROW; i++) {
          poses.publish(pose);
        }
        RosPeers.await("the poses", () -> received.get() == before + IN_A_ROW);
        if (round == rounds / 10) {
          early = Held.now();
        }
      }
      Held late = Held.now();
      System.out.printf(
          "%d poses, %d links made anew: %s after a tenth, %s at the end%n",
          received.get(), rounds, early, late);
      assertEquals((long) rounds * IN_A_ROW, received.get());
      assertTrue(late.threads <= early.threads + 1, late + " after " + early);
      assertTrue(late.files <= early.files + 3, late + " after " + early);
      assertTrue(late.heapBytes <= early.heapBytes + 4_000_000, late + " after " + early);
    } finally {
      talker.close();
    }
  }
}
