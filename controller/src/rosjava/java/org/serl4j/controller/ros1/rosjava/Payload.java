package org.serl4j.controller.ros1.rosjava;

import org.jboss.netty.buffer.ChannelBuffer;
import org.ros.internal.message.service.ServiceResponseMessageFactory;
import org.ros.message.MessageDefinitionProvider;
import org.ros.message.MessageDeserializer;
import org.ros.message.MessageSerializer;

/** A message as it lies on the wire: what ROSJava takes to be the message. */
final class Payload {
  private byte[] bytes;

  Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  /** ROSJava has an answer filled in that it has made empty. */
  void set(byte[] bytes) {
    this.bytes = bytes;
  }

  /** What a serializer of any type does, as ROSJava's ports ask for one. */
  @SuppressWarnings("unchecked") // in this package, T is always Payload
  static <T> MessageSerializer<T> serializer() {
    MessageSerializer<Payload> serializer = (payload, to) -> to.writeBytes(payload.bytes);
    return (MessageSerializer<T>) serializer;
  }

  @SuppressWarnings("unchecked") // in this package, T is always Payload
  static <T> MessageDeserializer<T> deserializer() {
    MessageDeserializer<Payload> deserializer = Payload::read;
    return (MessageDeserializer<T>) deserializer;
  }

  private static Payload read(ChannelBuffer from) {
    byte[] bytes = new byte[from.readableBytes()];
    from.readBytes(bytes);
    return new Payload(bytes);
  }

  /** Makes empty answers. */
  static final class Answers extends ServiceResponseMessageFactory {
    Answers(MessageDefinitionProvider definitions) {
      super(definitions);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // ROSJava's; T is Payload
    public <T> T newFromType(String type) {
      return (T) new Payload(new byte[0]);
    }
  }
}
