package org.serl4j.controller.arm.serl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.controller.geometry.RigidTransform;

class ArmServerTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static ServedBench bench;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void open() throws IOException {
    bench = ServedBench.open();
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  /** The script's lines say what it found right; its last line what it did not. */
  @Test
  void shouldBeDrivenByAPythonClientAsSerlsEnvironmentDoes() throws Exception {
    Path script = folder.resolve("serl_client.py");
    Files.write(script, ArmServerTest.class.getResourceAsStream("serl_client.py").readAllBytes());
    try (ServedBench own = ServedBench.open()) {
      Process python =
          new ProcessBuilder("/usr/bin/python3", script.toString(), own.uri("").toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out").toFile())
              .start();
      boolean over = python.waitFor(60, TimeUnit.SECONDS);
      python.destroyForcibly();
      String out = Files.readString(folder.resolve("out"));
      assertTrue(over, out);
      assertEquals(0, python.exitValue(), out);
      assertTrue(own.log.isEmpty(), own.log.toString());
    }
  }

  @ParameterizedTest(name = "{0}: {1} -> {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pose||the body is not a JSON object",
        "pose|hello|the body is not JSON",
        "pose|{\"arr\":|the body is not JSON",
        "pose|[1,2]|the body is not a JSON object",
        "pose|{}|the body has no 'arr'",
        "pose|{\"arr\":1}|'arr' must be a list of 7 numbers",
        "pose|{\"arr\":[0.5,0,0.2,1,0,0]}|'arr' must be a list of 7 numbers",
        "pose|{\"arr\":[0.5,0,0.2,1,0,0,0,0]}|'arr' must be a list of 7 numbers",
        "pose|{\"arr\":[0.5,0,\"0.2\",1,0,0,0]}|'arr[2]' is not a finite number",
        "pose|{\"arr\":[0.5,0,null,1,0,0,0]}|'arr[2]' is not a finite number",
        "pose|{\"arr\":[0.5,0,true,1,0,0,0]}|'arr[2]' is not a finite number",
        "pose|{\"arr\":[0.5,0,1e999,1,0,0,0]}|'arr[2]' is not a finite number",
        "pose|{\"arr\":[0.5,0,NaN,1,0,0,0]}|the body is not JSON",
        "pose|{\"arr\":[0.5,0,Infinity,1,0,0,0]}|the body is not JSON",
        "pose|{\"arr\":[0.5,0,0.2,0,0,0,0]}|the quaternion arr[3..6] (x y z w) has the norm 0.00 instead of 1",
        "pose|{\"arr\":[0.5,0,0.2,2,0,0,0]}|the quaternion arr[3..6] (x y z w) has the norm 2.00 instead of 1",
        "pose|{\"arr\":[0.5,0,0.2,1,0,0,0],\"arr\":[0.5,0,0.3,1,0,0,0]}|the body is not JSON",
        "pose|{\"arr\":[0.5,0,0.2,1,0,0,0]} {}|the body is not JSON",
        "update_param|{\"stiffness\":1}|there is no compliance parameter 'stiffness' here",
        "update_param|{\"rotational_stiffness\":-1}|rotationalStiffness = -1 Nm/rad is outside of 0 to 300 Nm/rad",
        "update_param|{\"rotational_stiffness\":\"1\"}|'rotational_stiffness' is not a finite number",
        "move_gripper|{\"gripper_pos\":\"open\"}|'gripper_pos' is not a finite number",
        "set_load|{\"mass\":0}|the body has no 'F_x_center_load'",
      })
  void shouldRefuseABodyThatDoesNotFitAndMoveNothing(String route, String body, String line) {
    RigidTransform before = bench.workcell.arm().state().X_OE();
    HttpResponse<String> answer = bench.post(route, body);
    assertEquals(400, answer.statusCode());
    assertEquals(line + "\n", answer.body());
    RigidTransform after = bench.workcell.arm().state().X_OE();
    assertEquals(0, after.p().minus(before.p()).norm(), 1e-3);
  }

  @Test
  void shouldRefuseABodyThatIsTooLong() {
    String blanks = " ".repeat(RequestBody.MOST_BYTES);
    HttpResponse<String> answer = bench.post("pose", "{\"arr\":[0.5,0,0.2,1,0,0,0]" + blanks + "}");
    assertEquals(400, answer.statusCode());
    assertEquals("the body is longer than 16384 bytes\n", answer.body());
  }

  @Test
  void shouldRefuseBytesThatAreNoText() {
    HttpResponse<String> answer =
        bench.send(
            HttpRequest.newBuilder(bench.uri("pose"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {0, -1, -2, 127}))
                .build());
    assertEquals(400, answer.statusCode());
  }

  @Test
  void shouldNameTheRoutesWhereThereIsNone() {
    HttpResponse<String> answer = bench.post("getstate/", null);
    assertEquals(404, answer.statusCode());
    assertTrue(
        answer.body().startsWith("there is no such route: activate_gripper "), answer.body());
    assertEquals(404, bench.post("", null).statusCode());
    assertEquals(404, bench.post("../getstate", null).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD"})
  void shouldTakePostAlone(String method) {
    HttpResponse<String> answer =
        bench.send(
            HttpRequest.newBuilder(bench.uri("getstate"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    assertEquals(405, answer.statusCode());
    assertEquals(Optional.of("POST"), answer.headers().firstValue("Allow"));
  }

  @Test
  void shouldTakeNothingFromAWebPage() {
    HttpResponse<String> answer =
        bench.send(
            HttpRequest.newBuilder(bench.uri("close_gripper"))
                .header("Origin", "http://example.org")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    assertEquals(403, answer.statusCode());
  }

  @Test
  void shouldAnswerAsSerlsServerDoes() {
    HttpResponse<String> told = bench.post("getq", null);
    assertEquals(Optional.of("application/json"), told.headers().firstValue("Content-Type"));
    HttpResponse<String> done = bench.post("clearerr", null);
    assertEquals("Clear", done.body());
    assertEquals(
        Optional.of("text/html; charset=utf-8"), done.headers().firstValue("Content-Type"));
  }

  @Test
  void shouldAskEveryRequestForItsToken() throws IOException {
    AccessToken token = token(SECRET);
    try (ServedBench own = ServedBench.open(token)) {
      assertEquals(401, own.post("getstate", null).statusCode());
      assertEquals(401, own.post("nowhere", null).statusCode());
      assertEquals(401, withHeader(own, "Bearer " + SECRET.substring(1)));
      assertEquals(401, withHeader(own, SECRET));
      assertEquals(401, withHeader(own, ""));
      assertEquals(200, withHeader(own, "Bearer " + SECRET));
    }
  }

  private static int withHeader(ServedBench bench, String value) {
    return bench
        .send(
            HttpRequest.newBuilder(bench.uri("getstate"))
                .header("Authorization", value)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build())
        .statusCode();
  }

  private AccessToken token(String text) throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
    return AccessToken.read(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "0123456789abcdef 0123", "0123456789abcdef\nmore"})
  void shouldRefuseATokenThatIsNone(String text) {
    String line =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> token(text)).getMessage());
    assertTrue(line.contains("must hold one line of 16 to 256 visible ASCII characters"), line);
  }

  @Test
  void shouldServeOthersOnlyWithAToken() throws IOException {
    InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
    assertEquals(
        "who reaches 0.0.0.0 moves the arm: give --token-file, or --bind 127.0.0.1",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ArmServer.Settings(everywhere, Optional.empty(), 1000))
            .getMessage());
    new ArmServer.Settings(everywhere, Optional.of(token(SECRET)), 1000);
  }

  @Test
  void shouldSayThatItsPortIsTaken() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), bench.server.port());
    String line =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                        ArmServer.start(
                            bench.workcell,
                            ServedBench.cell(),
                            new ArmServer.Settings(taken, Optional.empty(), 1000),
                            said -> {}))
                .getMessage());
    assertTrue(line.endsWith("give another --port"), line);
  }
}
