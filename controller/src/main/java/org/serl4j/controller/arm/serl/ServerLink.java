package org.serl4j.controller.arm.serl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.serl4j.hardware.ArmLink;

/**
 * Calls of a SERL server: each POSTs, waits at most so long for the whole answer, and tells what
 * went wrong in one line. Thread-safe.
 */
final class ServerLink implements AutoCloseable {
  private static final int OK = 200;
  private static final int MOST_BYTES = 64 * 1024;

  /** A server in Python says NaN where it measured none: that is for the caller to see. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final URI server;
  private final Optional<AccessToken> token;
  private final HttpClient client;
  private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong calls = new AtomicLong();
  private volatile boolean closed;

  ServerLink(ArmLink link, Optional<AccessToken> token) {
    this.token = token;
    server = URI.create(link.url().endsWith("/") ? link.url() : link.url() + "/");
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofMillis(link.staleMs()))
            .build();
  }

  /** {@code getstate}. */
  ServerState state(long timeoutMs) throws LinkException {
    byte[] answer = post("getstate", null, timeoutMs);
    try {
      return ServerState.parse(JSON.readTree(answer));
    } catch (JsonProcessingException e) {
      throw new LinkException("getstate: the answer is not JSON: is " + server + " a SERL server?");
    } catch (IOException e) {
      throw new LinkException("getstate: the answer cannot be read: " + e.getMessage());
    }
  }

  /**
   * Calls a route.
   *
   * @param body null for none
   * @return the answer's body
   */
  byte[] post(String route, @Nullable JsonNode body, long timeoutMs) throws LinkException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(route));
    if (body == null) {
      request.POST(HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
          .header("Content-Type", "application/json");
    }
    token.ifPresent(secret -> request.header(AccessToken.HEADER, secret.header()));
    HttpResponse<byte[]> response = await(route, request.build(), timeoutMs);
    if (response.statusCode() != OK) {
      throw new LinkException(
          "%s: the server says %d: %s"
              .formatted(route, response.statusCode(), firstLine(response.body())),
          true);
    }
    return response.body();
  }

  private HttpResponse<byte[]> await(String route, HttpRequest request, long timeoutMs)
      throws LinkException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, info -> bounded(new ByteArrayOutputStream()));
    long call = calls.incrementAndGet();
    underWay.put(call, answer);
    try {
      if (closed) {
        throw new LinkException(route + ": the link is closed");
      }
      return answer.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new LinkException("%s: no answer within %d ms".formatted(route, timeoutMs));
    } catch (ExecutionException e) {
      throw new LinkException(route + ": " + reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException(route + ": interrupted");
    } catch (CancellationException e) {
      throw new LinkException(route + ": the link is closed");
    } finally {
      underWay.remove(call);
      answer.cancel(true);
    }
  }

  /** Collects an answer, and breaks the call off when it is longer than any of SERL's. */
  private static HttpResponse.BodySubscriber<byte[]> bounded(ByteArrayOutputStream bytes) {
    return HttpResponse.BodySubscribers.mapping(
        HttpResponse.BodySubscribers.ofByteArrayConsumer(
            part ->
                part.ifPresent(
                    some -> {
                      if (bytes.size() + some.length > MOST_BYTES) {
                        throw new IllegalStateException(
                            "the answer is longer than " + MOST_BYTES + " bytes");
                      }
                      bytes.write(some, 0, some.length);
                    })),
        done -> bytes.toByteArray());
  }

  private String reason(@Nullable Throwable cause) {
    if (cause instanceof ConnectException) {
      return "nothing listens at " + server;
    }
    return cause == null || cause.getMessage() == null
        ? "the connection broke (" + cause + ")"
        : "the connection broke (" + RequestBody.shortened(cause.getMessage()) + ")";
  }

  private static String firstLine(byte[] body) {
    return new String(body, StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .map(line -> line.length() <= 200 ? line : line.substring(0, 197) + "...")
        .orElse("(nothing)");
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    closed = true;
    underWay.values().forEach(answer -> answer.cancel(true));
  }
}
