package org.serl4j.controller.ros1.rosjava;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ros.internal.message.DefaultMessageSerializationFactory;
import org.ros.internal.message.definition.MessageDefinitionReflectionProvider;
import org.ros.internal.message.service.ServiceDescription;
import org.ros.internal.message.service.ServiceDescriptionFactory;
import org.ros.internal.message.topic.TopicDescription;
import org.ros.internal.message.topic.TopicDescriptionFactory;
import org.ros.message.MessageDeserializer;
import org.ros.message.MessageSerializationFactory;
import org.ros.message.MessageSerializer;
import org.ros.node.NodeConfiguration;
import org.serl4j.controller.ros1.message.Definition;
import org.serl4j.controller.ros1.message.MessageType;
import org.serl4j.controller.ros1.message.ServiceType;

/**
 * The types that this node has met: with them ROSJava needs no generated classes. What it uses
 * itself, the messages of {@code /rosout}, it finds as ever.
 */
final class KnownTypes {
  private final MessageDefinitionReflectionProvider generated =
      new MessageDefinitionReflectionProvider();
  private final Map<String, Definition> messages = new ConcurrentHashMap<>();
  private final Map<String, ServiceType<?, ?>> services = new ConcurrentHashMap<>();

  void add(MessageType<?> type) {
    messages.put(type.name(), type.definition());
  }

  void add(ServiceType<?, ?> type) {
    services.put(type.name(), type);
  }

  void configure(NodeConfiguration configuration) {
    configuration.setTopicDescriptionFactory(new Topics());
    configuration.setServiceDescriptionFactory(new Services());
    configuration.setServiceResponseMessageFactory(new Payload.Answers(generated));
    configuration.setMessageSerializationFactory(new Serialization());
  }

  private final class Topics extends TopicDescriptionFactory {
    Topics() {
      super(generated);
    }

    @Override
    public TopicDescription newFromType(String type) {
      Definition definition = messages.get(type);
      return definition == null
          ? super.newFromType(type)
          : new TopicDescription(type, definition.fullText(), definition.md5());
    }
  }

  private final class Services extends ServiceDescriptionFactory {
    Services() {
      super(generated);
    }

    @Override
    public ServiceDescription newFromType(String type) {
      ServiceType<?, ?> service = services.get(type);
      if (service == null) {
        return super.newFromType(type);
      }
      String text =
          service.request().definition().fullText()
              + "---\n"
              + service.response().definition().fullText();
      return new ServiceDescription(type, text, service.md5());
    }
  }

  private final class Serialization implements MessageSerializationFactory {
    private final DefaultMessageSerializationFactory own =
        new DefaultMessageSerializationFactory(generated);

    @Override
    public <T> MessageSerializer<T> newMessageSerializer(String type) {
      return messages.containsKey(type) ? Payload.serializer() : own.newMessageSerializer(type);
    }

    @Override
    public <T> MessageDeserializer<T> newMessageDeserializer(String type) {
      return messages.containsKey(type) ? Payload.deserializer() : own.newMessageDeserializer(type);
    }

    @Override
    public <T> MessageSerializer<T> newServiceRequestSerializer(String type) {
      return Payload.serializer();
    }

    @Override
    public <T> MessageDeserializer<T> newServiceRequestDeserializer(String type) {
      return Payload.deserializer();
    }

    @Override
    public <T> MessageSerializer<T> newServiceResponseSerializer(String type) {
      return Payload.serializer();
    }

    @Override
    public <T> MessageDeserializer<T> newServiceResponseDeserializer(String type) {
      return Payload.deserializer();
    }
  }
}
