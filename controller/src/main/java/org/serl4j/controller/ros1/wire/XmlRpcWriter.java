package org.serl4j.controller.ros1.wire;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes XML-RPC. Doubles are written without an exponent, which the format does not have. */
final class XmlRpcWriter {
  private static final String PROLOGUE = "<?xml version=\"1.0\"?>\n";
  private final StringBuilder xml = new StringBuilder(PROLOGUE);

  private XmlRpcWriter() {}

  static String call(String method, List<?> parameters) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodCall><methodName>").append(method).append("</methodName><params>");
    for (Object parameter : parameters) {
      writer.xml.append("<param>");
      writer.value(parameter);
      writer.xml.append("</param>");
    }
    return writer.xml.append("</params></methodCall>\n").toString();
  }

  static String response(Object value) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodResponse><params><param>");
    writer.value(value);
    return writer.xml.append("</param></params></methodResponse>\n").toString();
  }

  static String fault(String message) {
    XmlRpcWriter writer = new XmlRpcWriter();
    writer.xml.append("<methodResponse><fault>");
    writer.value(Map.of("faultCode", 1, "faultString", message));
    return writer.xml.append("</fault></methodResponse>\n").toString();
  }

  private void value(Object value) {
    xml.append("<value>");
    if (value instanceof String text) {
      xml.append("<string>");
      text(text);
      xml.append("</string>");
    } else if (value instanceof Integer number) {
      xml.append("<int>").append(number).append("</int>");
    } else if (value instanceof Boolean flag) {
      xml.append("<boolean>").append(flag ? 1 : 0).append("</boolean>");
    } else if (value instanceof Double number) {
      xml.append("<double>").append(plain(number)).append("</double>");
    } else if (value instanceof byte[] bytes) {
      xml.append("<base64>").append(Base64.getEncoder().encodeToString(bytes)).append("</base64>");
    } else if (value instanceof List<?> list) {
      xml.append("<array><data>");
      list.forEach(this::value);
      xml.append("</data></array>");
    } else if (value instanceof Map<?, ?> map) {
      struct(map);
    } else {
      throw new IllegalArgumentException(
          value.getClass().getSimpleName() + " has no place in XML-RPC");
    }
    xml.append("</value>");
  }

  private void struct(Map<?, ?> map) {
    xml.append("<struct>");
    map.forEach(
        (name, value) -> {
          xml.append("<member><name>");
          text(name.toString());
          xml.append("</name>");
          value(value);
          xml.append("</member>");
        });
    xml.append("</struct>");
  }

  private static String plain(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(number + " has no place in XML-RPC");
    }
    return new BigDecimal(Double.toString(number)).toPlainString();
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        case '\r' -> xml.append("&#13;");
        case '\t', '\n' -> xml.append(c);
        default -> xml.append(c < ' ' || c > '\uFFFD' ? '\uFFFD' : c);
      }
    }
  }
}
