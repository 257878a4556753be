package org.serl4j.controller.ros1.message;

/**
 * A service: what is asked and what is answered.
 *
 * @param name {@code package/Name}
 */
public record ServiceType<Q, R>(String name, MessageType<Q> request, MessageType<R> response) {
  /** The md5 sum of request and response together. */
  public String md5() {
    return Definition.serviceMd5(request.definition(), response.definition());
  }
}
