package org.serl4j.controller.ros1.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.message.MessageReader;
import org.serl4j.controller.ros1.message.MessageType;
import org.serl4j.controller.ros1.wire.ConnectionHeader;
import org.serl4j.controller.ros1.wire.DeadlineInput;
import org.serl4j.controller.ros1.wire.Dialler;
import org.serl4j.controller.ros1.wire.XmlRpcClient;

/**
 * One publisher of a subscribed topic: its thread connects, reads, and connects again when the
 * connection ends, after a wait that doubles up to half a second. A publisher that another type
 * refuses is asked every five seconds only.
 *
 * <p>Where messages come regularly, a connection on which they ceased is ended, too: the system of
 * a publisher that a cut line holds up tries again more and more seldom, after ten seconds without
 * it for several more, and then delivers what is old.
 */
final class IncomingLink<M> {
  /** For connecting, and for each answer to it. */
  private static final int ANSWER_MS = 1_000;

  /** Longest message: a 4K image takes 25 MB. */
  private static final int MESSAGE_LIMIT = 1 << 26;

  /** A message that has begun must be complete by then. */
  private static final int MESSAGE_MS = 5_000;

  private static final int FIRST_CHUNK = 1 << 16;
  private static final long BACK_OFF_MS = 50;
  private static final long BACK_OFF_LIMIT_MS = 500;
  private static final long REFUSED_MS = 5_000;

  /** How long a publisher is tried that the master does not list any more. */
  private static final long UNLISTED_NS = TimeUnit.SECONDS.toNanos(10);

  private final TopicSubscription<M> subscription;
  private final NodeIdentity node;
  private final String uri;
  private final int id;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean listed = true;
  private volatile boolean connected;
  private volatile String peer = "";
  private volatile @Nullable Socket socket;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong messages = new AtomicLong();

  // Of the link's thread only.
  private byte[] buffer = new byte[1 << 12];
  private long aliveNs = System.nanoTime();
  private long backOffMs = BACK_OFF_MS;

  IncomingLink(TopicSubscription<M> subscription, NodeIdentity node, String uri) {
    this.subscription = subscription;
    this.node = node;
    this.uri = uri;
    this.id = node.nextLink();
  }

  int id() {
    return id;
  }

  /** The publisher's node, or its address before it has said its name. */
  String peer() {
    return peer.isEmpty() ? uri : peer;
  }

  boolean connected() {
    return connected;
  }

  long bytes() {
    return bytes.get();
  }

  long messages() {
    return messages.get();
  }

  /** Whether the master lists the publisher; one that it does not is kept while it is connected. */
  void listed(boolean now) {
    listed = now;
  }

  boolean isListed() {
    return listed;
  }

  /** The thread's work. */
  void run() {
    try {
      boolean over = false;
      while (!over) {
        long waitMs = backOffMs;
        backOffMs = Math.min(2 * backOffMs, BACK_OFF_LIMIT_MS);
        try (Socket opened = new Socket()) {
          socket = opened;
          connect(opened);
        } catch (RosException e) {
          subscription.complain(String.valueOf(e.getMessage()));
          waitMs = REFUSED_MS;
        } catch (IOException | RuntimeException e) {
          subscription.complain(subscription.topic() + " from " + peer() + ": " + e.getMessage());
        } finally {
          connected = false;
        }
        boolean lost = !listed && System.nanoTime() - aliveNs > UNLISTED_NS;
        over = closed.await(waitMs, TimeUnit.MILLISECONDS) || lost;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      subscription.ended(uri, this);
    }
  }

  private void connect(Socket opened) throws IOException {
    Endpoint publisher = requestTopic();
    opened.setKeepAlive(true); // finds a peer whose machine or line went away
    if (opened.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
      opened.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 2);
      opened.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
      opened.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
    }
    opened.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
    if (closed.getCount() == 0) {
      return;
    }
    Dialler.connect(opened, publisher.host, publisher.port, ANSWER_MS);
    MessageType<M> type = subscription.type();
    new ConnectionHeader(
            Map.of(
                "callerid", node.name(),
                "topic", subscription.topic(),
                "type", type.name(),
                "md5sum", type.wantedMd5(),
                "message_definition", type.definition().fullText(),
                "tcp_nodelay", "1"))
        .write(opened.getOutputStream());
    ConnectionHeader answer = ConnectionHeader.read(new DeadlineInput(opened, ANSWER_MS));
    Function<MessageReader, M> reading = reading(answer);
    peer = answer.get("callerid");
    connected = true;
    read(opened, reading);
  }

  private record Endpoint(String host, int port) {}

  private Endpoint requestTopic() throws IOException {
    Object value =
        new XmlRpcClient(URI.create(uri), ANSWER_MS)
            .call(
                "requestTopic",
                List.of(node.name(), subscription.topic(), List.of(List.of("TCPROS"))));
    Master.Answer answer = Master.answer(value);
    if (answer.done()
        && answer.value() instanceof List<?> protocol
        && protocol.size() >= 3
        && protocol.get(1) instanceof String host
        && protocol.get(2) instanceof Integer port) {
      return new Endpoint(host, port);
    }
    throw new IOException("requestTopic answered '" + answer.status() + "'");
  }

  private Function<MessageReader, M> reading(ConnectionHeader answer) throws RosException {
    String error = answer.get("error");
    String where = subscription.topic() + " from " + peer() + ": ";
    if (!error.isEmpty()) {
      throw new RosException(where + "refused: " + error);
    }
    String md5 = answer.get("md5sum");
    return subscription
        .type()
        .layout(md5)
        .orElseThrow(
            () ->
                new RosException(
                    where
                        + "sends %s with md5sum %s, not %s with md5sum %s"
                            .formatted(
                                answer.get("type"),
                                md5,
                                subscription.type().name(),
                                subscription.type().definition().md5())))
        .reading()
        .get();
  }

  private void read(Socket opened, Function<MessageReader, M> reading) throws IOException {
    InputStream in = opened.getInputStream();
    MessageReader reader = new MessageReader();
    opened.setSoTimeout(MESSAGE_MS);
    boolean regular = false;
    while (closed.getCount() > 0) {
      aliveNs = System.nanoTime();
      int length = length(in);
      if (length >= 0) {
        fill(in, 0, length);
        bytes.addAndGet(Integer.BYTES + length);
        messages.incrementAndGet();
        backOffMs = BACK_OFF_MS;
        subscription.deliver(reading, reader.on(buffer, 0, length));
        if (!regular && subscription.silenceMs() > 0) {
          regular = true;
          opened.setSoTimeout(subscription.silenceMs());
        }
      } else if (regular) {
        throw new SocketTimeoutException(
            "nothing came for %d ms, connecting again".formatted(subscription.silenceMs()));
      }
    }
  }

  /** The next message's length, -1 if none has begun in time. */
  private int length(InputStream in) throws IOException {
    int first;
    try {
      first = in.read(buffer, 0, Integer.BYTES);
    } catch (SocketTimeoutException e) {
      return -1; // nothing is published: the link stays
    }
    if (first < 0) {
      throw new EOFException("the publisher closed the connection");
    }
    fill(in, first, Integer.BYTES);
    long length = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      length = (length << 8) | (buffer[i] & 0xff);
    }
    if (length > MESSAGE_LIMIT) {
      throw new IOException("a message of " + length + " bytes, more than " + MESSAGE_LIMIT);
    }
    return (int) length;
  }

  /** Reads until the buffer holds {@code length} bytes; it grows with what arrives. */
  private void fill(InputStream in, int from, int length) throws IOException {
    int at = from;
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MESSAGE_MS);
    while (at < length) {
      if (at == buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(length, Math.max(FIRST_CHUNK, 2 * at)));
      }
      int read = in.read(buffer, at, Math.min(length, buffer.length) - at);
      if (read < 0) {
        throw new EOFException("the connection ended within a message");
      }
      at += read;
      if (at < length && System.nanoTime() > endNs) {
        throw new SocketTimeoutException("a message was not complete in time");
      }
    }
  }

  /** Ends the link. */
  void close() {
    closed.countDown();
    Socket opened = socket;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        // then it is gone
      }
    }
  }
}
