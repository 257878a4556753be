package org.serl4j.controller.ros1.wire;

import java.io.IOException;

/** XML-RPC that is none, or an answer that is a fault. */
public final class XmlRpcException extends IOException {
  private static final long serialVersionUID = 1L;

  public XmlRpcException(String message) {
    super(message);
  }
}
