package org.serl4j.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ArmServerCommandTest {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder = Path.of("");

  private int execute(String... arguments) {
    CommandLine line = Main.commandLine(Path.of(".."));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bind|0.0.0.0|who reaches 0.0.0.0 moves the arm: give --token-file, or --bind 127.0.0.1",
        "--bind|no.such.host.invalid|there is no host 'no.such.host.invalid' here",
        "--port|65536|--port 65536: from 0 to 65535",
        "--token-file|nowhere|there is no token file nowhere",
        "--keep|-1|the last pose is kept for 0 to 600 s, not -1.0",
        "--task|cube-lift|the arm of the task 'cube-lift' follows no impedance law",
        "--task|welding|no task 'welding': choose one of",
      })
  void shouldRefuseInOneLine(String option, String value, String complaint) {
    assertTrue(execute("arm-server", option, value) != 0);
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(complaint), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void shouldServeTheArmUntilItIsInterrupted() throws Exception {
    Path token = folder.resolve("token");
    Files.writeString(token, "0123456789abcdef\n");
    FutureTask<Integer> command =
        new FutureTask<>(
            () -> execute("arm-server", "--port", "0", "--token-file", token.toString()));
    Thread thread = new Thread(command, "command");
    thread.start();
    try {
      String url = address(command);
      assertEquals(401, post(url, "Bearer none"));
      assertEquals(200, post(url, "Bearer 0123456789abcdef"));
    } finally {
      thread.interrupt();
    }
    assertEquals(0, command.get(20, TimeUnit.SECONDS));
    assertEquals("", err.toString());
    assertTrue(out.toString().contains("/getstate refused (401)"), out.toString());
  }

  /** What the command says that it serves, as soon as it says it. */
  private String address(FutureTask<Integer> command) {
    Matcher said = ADDRESS.matcher(out.toString());
    while (!said.find() && !command.isDone()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      said = ADDRESS.matcher(out.toString());
    }
    return said.group();
  }

  private static int post(String url, String authorization)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url + "getstate"))
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
