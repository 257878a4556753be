package org.serl4j.controller.ros1.wire;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML-RPC: no document types, no entities of the sender's own, nesting only so deep. */
final class XmlRpcReader {
  private static final int DEPTH_LIMIT = 16;

  /** A call. */
  record Call(String method, List<Object> parameters) {}

  private final XMLStreamReader xml;

  private XmlRpcReader(String text) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    xml = factory.createXMLStreamReader(new StringReader(text));
  }

  private interface Reading<T> {
    T from(XmlRpcReader reader) throws XMLStreamException, XmlRpcException;
  }

  private static <T> T read(String text, Reading<T> reading) throws XmlRpcException {
    try {
      return reading.from(new XmlRpcReader(text));
    } catch (XMLStreamException | RuntimeException e) { // the JDK's parser throws many things
      String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      throw new XmlRpcException("no XML-RPC: " + why);
    }
  }

  static Call call(String text) throws XmlRpcException {
    return read(
        text,
        reader -> {
          reader.open("methodCall");
          reader.open("methodName");
          String method = reader.xml.getElementText().strip();
          List<Object> parameters = new ArrayList<>();
          if (reader.tag() == XMLStreamConstants.START_ELEMENT) {
            reader.at("params");
            while (reader.tag() == XMLStreamConstants.START_ELEMENT) {
              reader.at("param");
              parameters.add(reader.onlyValue());
            }
          }
          return new Call(method, parameters);
        });
  }

  /** The answer's value; a fault is thrown. */
  static Object response(String text) throws XmlRpcException {
    return read(
        text,
        reader -> {
          reader.open("methodResponse");
          reader.tag();
          if (reader.xml.isStartElement() && reader.xml.getLocalName().equals("fault")) {
            Object fault = reader.onlyValue();
            throw new XmlRpcException(
                fault instanceof Map<?, ?> map
                    ? "fault: " + map.get("faultString")
                    : "fault: " + fault);
          }
          reader.at("params");
          reader.open("param");
          return reader.onlyValue();
        });
  }

  /** Goes to the next tag, and tells which kind it is. */
  private int tag() throws XMLStreamException {
    int event = xml.next();
    while (event == XMLStreamConstants.SPACE
        || event == XMLStreamConstants.COMMENT
        || event == XMLStreamConstants.PROCESSING_INSTRUCTION
        || (event == XMLStreamConstants.CHARACTERS && xml.isWhiteSpace())) {
      event = xml.next();
    }
    if (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
      throw new XMLStreamException("no tag where one belongs");
    }
    return event;
  }

  private void open(String name) throws XMLStreamException {
    tag();
    at(name);
  }

  private void at(String name) throws XMLStreamException {
    xml.require(XMLStreamConstants.START_ELEMENT, null, name);
  }

  private void close() throws XMLStreamException {
    if (tag() != XMLStreamConstants.END_ELEMENT) {
      throw new XMLStreamException("<" + xml.getLocalName() + "> is one too many");
    }
  }

  /** The value of an element that holds nothing else, to the end of that element. */
  private Object onlyValue() throws XMLStreamException {
    open("value");
    Object value = value(0);
    close();
    return value;
  }

  /** Text without a type is a string. */
  private Object value(int depth) throws XMLStreamException {
    if (depth > DEPTH_LIMIT) {
      throw new XMLStreamException("values nested deeper than " + DEPTH_LIMIT);
    }
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(xml.getText());
        case XMLStreamConstants.START_ELEMENT -> {
          Object typed = typed(depth);
          close();
          return typed;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return text.toString();
        }
        case XMLStreamConstants.COMMENT -> {}
        default -> throw new XMLStreamException("something odd within a value");
      }
    }
  }

  private Object typed(int depth) throws XMLStreamException {
    String type = xml.getLocalName();
    return switch (type) {
      case "string", "dateTime.iso8601" -> xml.getElementText();
      case "int", "i4" -> Integer.parseInt(xml.getElementText().strip());
      case "double" -> Double.parseDouble(xml.getElementText().strip());
      case "boolean" -> flag(xml.getElementText().strip());
      case "base64" -> Base64.getMimeDecoder().decode(xml.getElementText());
      case "array" -> array(depth);
      case "struct" -> struct(depth);
      default -> throw new XMLStreamException("a value of type <" + type + ">");
    };
  }

  private static boolean flag(String text) throws XMLStreamException {
    if (!text.equals("0") && !text.equals("1")) {
      throw new XMLStreamException("a boolean is neither 0 nor 1");
    }
    return text.equals("1");
  }

  private List<Object> array(int depth) throws XMLStreamException {
    List<Object> values = new ArrayList<>();
    open("data");
    while (tag() == XMLStreamConstants.START_ELEMENT) {
      at("value");
      values.add(value(depth + 1));
    }
    close();
    return values;
  }

  private Map<String, Object> struct(int depth) throws XMLStreamException {
    Map<String, Object> values = new LinkedHashMap<>();
    while (tag() == XMLStreamConstants.START_ELEMENT) {
      at("member");
      open("name");
      String name = xml.getElementText();
      open("value");
      values.put(name, value(depth + 1));
      close();
    }
    return values;
  }
}
