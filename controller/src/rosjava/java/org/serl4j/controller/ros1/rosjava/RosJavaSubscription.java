package org.serl4j.controller.ros1.rosjava;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ros.internal.node.topic.PublisherIdentifier;
import org.ros.node.topic.DefaultSubscriberListener;
import org.ros.node.topic.Subscriber;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.message.MessageFormatException;
import org.serl4j.controller.ros1.message.MessageType;

/** A subscriber of ROSJava. */
final class RosJavaSubscription<M> implements Subscription {
  /** ROSJava's own queue before this one is as long. */
  private static final int QUEUE = 16;

  private final Subscriber<Payload> subscriber;
  private final MessageType<M> type;
  private final Consumer<M> listener;
  private final Runnable onClose;
  private final AtomicInteger links = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();
  private volatile @Nullable String complaint;

  RosJavaSubscription(
      Subscriber<Payload> subscriber, MessageType<M> type, Consumer<M> listener, Runnable onClose) {
    this.subscriber = subscriber;
    this.type = type;
    this.listener = listener;
    this.onClose = onClose;
    subscriber.addSubscriberListener(
        new DefaultSubscriberListener<Payload>() {
          @Override
          public void onNewPublisher(Subscriber<Payload> told, PublisherIdentifier publisher) {
            links.incrementAndGet();
          }
        });
    subscriber.addMessageListener(this::take, QUEUE);
  }

  private void take(Payload payload) {
    M message;
    try {
      message = type.decode(payload.bytes());
    } catch (MessageFormatException e) {
      complaint = subscriber.getTopicName() + ": " + e.getMessage();
      return;
    }
    complaint = null;
    received.incrementAndGet();
    listener.accept(message);
  }

  /** The publishers that were ever connected: ROSJava does not tell which have left. */
  @Override
  public int links() {
    return links.get();
  }

  @Override
  public long received() {
    return received.get();
  }

  @Override
  public Optional<String> complaint() {
    return Optional.ofNullable(complaint);
  }

  @Override
  public void close() {
    subscriber.shutdown();
    onClose.run();
  }
}
