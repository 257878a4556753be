package org.serl4j.controller.ros1.rosjava;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ros.exception.RemoteException;
import org.ros.exception.RosRuntimeException;
import org.ros.exception.ServiceNotFoundException;
import org.ros.node.ConnectedNode;
import org.ros.node.service.ServiceResponseListener;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.ServiceClient;
import org.serl4j.controller.ros1.message.MessageFormatException;
import org.serl4j.controller.ros1.message.ServiceType;

/**
 * A service client of ROSJava. Its connection is always kept; where it should not be, it is closed
 * after the call. ROSJava gives all clients of a node and service the same connection.
 */
final class RosJavaServiceClient<Q, R> implements ServiceClient<Q, R> {
  private final ConnectedNode node;
  private final String service;
  private final ServiceType<Q, R> type;
  private final boolean persistent;
  private final long timeoutMs;
  private org.ros.node.service.@Nullable ServiceClient<Payload, Payload> connection;

  RosJavaServiceClient(
      ConnectedNode node,
      String service,
      ServiceType<Q, R> type,
      boolean persistent,
      long timeoutMs) {
    this.node = node;
    this.service = service;
    this.type = type;
    this.persistent = persistent;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public synchronized R call(Q request) throws RosException {
    boolean done = false;
    try {
      CompletableFuture<Payload> answer = new CompletableFuture<>();
      connected().call(new Payload(type.request().encode(request)), new Answer(answer));
      R response = type.response().decode(answer.get(timeoutMs, TimeUnit.MILLISECONDS).bytes());
      done = persistent;
      return response;
    } catch (TimeoutException e) {
      throw new RosException(service + " did not answer within " + timeoutMs + " ms", e);
    } catch (ExecutionException e) {
      done = persistent;
      throw new RosException(
          service + " answers: " + String.valueOf(e.getCause() == null ? e : e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RosException("interrupted while waiting for " + service, e);
    } catch (MessageFormatException e) {
      throw new RosException(service + ": " + e.getMessage(), e);
    } catch (RosRuntimeException e) {
      throw new RosException(service + " cannot be called: " + e.getMessage(), e);
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private org.ros.node.service.ServiceClient<Payload, Payload> connected() throws RosException {
    if (connection == null || !connection.isConnected()) {
      try {
        connection = node.newServiceClient(service, type.name());
      } catch (ServiceNotFoundException e) {
        throw new RosException("ROS master knows no service " + service, e);
      }
    }
    return connection;
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.shutdown();
      connection = null;
    }
  }

  /** Completes a future. */
  private record Answer(CompletableFuture<Payload> future)
      implements ServiceResponseListener<Payload> {
    @Override
    public void onSuccess(Payload response) {
      future.complete(response);
    }

    @Override
    public void onFailure(RemoteException e) {
      future.completeExceptionally(e);
    }
  }
}
