package org.serl4j.controller.ros1.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlRpcTest {
  private static String response(String value) {
    return "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n"
        + value
        + "\n</param></params></methodResponse>";
  }

  private static String refusal(String text) {
    return String.valueOf(
        assertThrows(XmlRpcException.class, () -> XmlRpcReader.response(text)).getMessage());
  }

  @Test
  void shouldReadBackWhatItWrote() throws XmlRpcException {
    List<Object> values =
        List.of(
            -1, true, -2.5e-300, 1e21, "", " <ä> & \r\n\"", List.of(), Map.of("a b", List.of(1.0)));
    assertEquals(values, XmlRpcReader.response(XmlRpcWriter.response(values)));
    XmlRpcReader.Call call = XmlRpcReader.call(XmlRpcWriter.call("getPid", values));
    assertEquals(new XmlRpcReader.Call("getPid", values), call);
  }

  @Test
  void shouldWriteDoublesWithoutExponent() {
    assertTrue(XmlRpcWriter.response(1.5e-7).contains("<double>0.00000015</double>"));
    assertTrue(XmlRpcWriter.response(1e9).contains("<double>1000000000</double>"));
  }

  @Test
  void shouldReadWhatOthersWriteInOtherWays() throws XmlRpcException {
    assertEquals("bare", XmlRpcReader.response(response("<value>bare</value>")));
    assertEquals("", XmlRpcReader.response(response("<value/>")));
    assertEquals(7, XmlRpcReader.response(response("<value> <i4>7</i4> </value>")));
    assertEquals(1e-5, XmlRpcReader.response(response("<value><double>1e-05</double></value>")));
    assertEquals(
        List.of(),
        XmlRpcReader.response(response("<value><array><data>\n</data></array></value>")));
    assertEquals(
        List.of(),
        XmlRpcReader.call("<methodCall><methodName>a</methodName></methodCall>").parameters());
  }

  @Test
  void shouldThrowAFault() {
    assertEquals("fault: no <way>", refusal(XmlRpcWriter.fault("no <way>")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "<methodCall/>",
        "<methodResponse><params><param><value><int>1</int></param></params></methodResponse>",
        "<methodResponse><params><param><value><int>x</int></value></param></params>"
            + "</methodResponse>",
        "<methodResponse><params><param><value><boolean>2</boolean></value></param></params>"
            + "</methodResponse>",
        "<methodResponse><params><param><value><odd>1</odd></value></param></params>"
            + "</methodResponse>"
      })
  void shouldRefuseWhatIsNone(String text) {
    assertTrue(refusal(text).startsWith("no XML-RPC: "), refusal(text));
  }

  @Test
  void shouldExpandNobodysEntities() {
    String bomb =
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'text'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>"
            + response("<value>&b;&c;</value>").substring("<?xml version='1.0'?>".length());
    assertTrue(refusal(bomb).startsWith("no XML-RPC: "), refusal(bomb));
  }

  @Test
  void shouldNotFollowNestingWithoutEnd() {
    String deep = "<value><array><data>".repeat(10_000);
    assertEquals("no XML-RPC: values nested deeper than 16", refusal(response(deep)));
  }
}
