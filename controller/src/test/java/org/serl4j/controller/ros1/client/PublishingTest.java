package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.PoseStamped;
import org.serl4j.controller.ros1.wire.XmlRpcClient;

/** A publisher and a subscriber of ours, without a master. */
class PublishingTest {
  private static final RosSettings NOBODY =
      new RosSettings(URI.create("http://127.0.0.1:9"), "127.0.0.1", "/");

  @Test
  void shouldPublishWithoutAllocating() throws IOException {
    int messages = 20_000;
    try (TcpNode talker = TcpNode.open(NOBODY, "talker");
        TcpNode listener = TcpNode.open(NOBODY, "listener")) {
      AtomicLong last = new AtomicLong();
      Publisher<PoseStamped> publisher = talker.publish("/pose", PoseStamped.TYPE, false, 8);
      Subscription subscription =
          listener.subscribe("/pose", PoseStamped.TYPE, pose -> last.set((long) pose.x));
      new XmlRpcClient(URI.create(listener.uri()), 2_000)
          .call("publisherUpdate", List.of("/master", "/pose", List.of(talker.uri())));
      RosPeers.await("the link", () -> subscription.links() == 1 && publisher.links() == 1);

      PoseStamped pose = new PoseStamped();
      pose.frameId = "0";
      ThreadMXBean threads =
          assertInstanceOf(ThreadMXBean.class, ManagementFactory.getThreadMXBean());
      long bytes = 0;
      for (int round = 0; round < 3; round++) { // the last counts
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < messages; i++) {
          pose.x = round * messages + i;
          publisher.publish(pose);
        }
        bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      }
      assertTrue(bytes < messages, bytes + " bytes for " + messages + " messages");
      RosPeers.await("the newest message", () -> last.get() == pose.x);
      // what was not dropped has arrived
      assertEquals(3L * messages, subscription.received() + publisher.dropped());
    }
  }
}
