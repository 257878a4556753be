package org.serl4j.controller.ros1;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.serl4j.controller.ros1.message.MessageType;
import org.serl4j.controller.ros1.message.ServiceType;

/**
 * A node of a ROS graph. It may be made while there is no master: what it publishes, subscribes and
 * serves is registered when one answers, and again when the master was restarted.
 *
 * <p>A topic is published and subscribed at most once by a node, a service served at most once.
 */
public interface RosNode extends AutoCloseable {
  /** The node's global name. */
  String name();

  /**
   * Publishes a topic.
   *
   * @param latch whether a new subscriber gets the last message at once
   * @param queue how many messages wait for a slow subscriber before the oldest is dropped
   */
  <M> Publisher<M> publish(String topic, MessageType<M> type, boolean latch, int queue);

  /**
   * Subscribes to a topic.
   *
   * @param listener gets every message, one at a time, on a thread of the node
   */
  default <M> Subscription subscribe(String topic, MessageType<M> type, Consumer<M> listener) {
    return subscribe(topic, type, 0, listener);
  }

  /**
   * Subscribes to a topic on which messages come regularly. A publisher that was heard and then was
   * silent is connected to again, because what a cut line holds up would come late, and old.
   *
   * @param silenceMs how long that is; 0 for topics on which nothing needs to come [ms]
   * @param listener gets every message, one at a time, on a thread of the node
   */
  <M> Subscription subscribe(
      String topic, MessageType<M> type, int silenceMs, Consumer<M> listener);

  /**
   * A caller of a service.
   *
   * @param persistent whether the connection is kept from call to call
   * @param timeoutMs for a whole call [ms]
   */
  <Q, R> ServiceClient<Q, R> client(
      String service, ServiceType<Q, R> type, boolean persistent, long timeoutMs);

  /**
   * Serves a service until what is returned is closed.
   *
   * @param answer called on a thread of each connection, so by several at a time; what it throws
   *     becomes the caller's error
   */
  <Q, R> Registered serve(String service, ServiceType<Q, R> type, Function<Q, R> answer);

  /**
   * Ends the links to all subscribers and throws away what is under way to them: what was sent into
   * a line that was cut must not arrive when it is mended. Subscribers that do not connect again by
   * themselves are told by the master. Does not wait.
   */
  void renewLinks();

  /** The master's parameters. */
  Parameters parameters();

  /** Why the master does not know this node right now; empty if it does. */
  Optional<String> complaint();

  /** Whether the node is neither closed nor shut down from outside ({@code rosnode kill}). */
  boolean isOpen();

  /** Unregisters everything, closes all links and ends all threads; waits a few seconds at most. */
  @Override
  void close();

  /** Something that the master knows until it is closed. */
  interface Registered extends AutoCloseable {
    @Override
    void close();
  }
}
