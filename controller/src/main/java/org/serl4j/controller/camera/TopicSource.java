package org.serl4j.controller.camera;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.Subscription;

/** A ROS topic of {@code sensor_msgs/Image}, subscribed by a node that stays open. */
final class TopicSource implements FrameSource {
  private final RosNode node;
  private final String topic;
  private final int timeoutMs;
  private final TopicPixels pixels = new TopicPixels();
  private NewestImage newest = new NewestImage();
  private @Nullable Subscription subscription;

  /**
   * @param timeoutMs longest wait for an image [ms]
   */
  TopicSource(RosNode node, String topic, int timeoutMs) {
    this.node = node;
    this.topic = topic;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public String description() {
    return "ros:" + topic;
  }

  @Override
  public String remedy() {
    return "check that its driver runs (rostopic hz " + topic + "), and source in the cell file";
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public void open() throws IOException {
    newest = new NewestImage(); // the old subscription may be delivering a last image
    try {
      subscription = newest.subscribe(node, topic);
    } catch (IllegalStateException e) { // the node is closed, or another camera has the topic
      throw new IOException(NativeVision.firstLine(e), e);
    }
  }

  @Override
  public Image grab() throws IOException {
    Subscription open = subscription;
    if (open == null) {
      throw new IllegalStateException("grab before open");
    }
    try {
      if (!newest.take(timeoutMs)) {
        throw new IOException(silence(open));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the wait for an image was interrupted", e);
    }
    return pixels.of(newest.taken());
  }

  private String silence(Subscription open) {
    if (open.links() > 0) {
      return "its publisher sent no image for %d ms".formatted(timeoutMs);
    }
    Optional<String> cause = open.complaint().or(node::complaint);
    return cause.orElse("nobody publishes it");
  }

  @Override
  public void close() {
    Subscription open = subscription;
    if (open != null) {
      subscription = null;
      open.close();
    }
  }
}
