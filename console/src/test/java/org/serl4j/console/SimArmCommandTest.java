package org.serl4j.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimArmCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

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
        "--master|robot|ROS master 'robot' is not http://host:port (ROS_MASTER_URI)",
        "--host|no.such.host.invalid|cannot listen as 'no.such.host.invalid' (ROS_IP)",
        "--state-hz|0|state rate 0.0: from 1 to 1000 Hz",
        "--jacobian-hz|2000|Jacobian rate 2000.0: from 1 to 1000 Hz",
        "--reset-seconds|0|reset time 0.0: from 0.5 to 60 s",
        "--reflex-scale|-1|reflex scale -1.0: from 0 to 10",
        "--mjpeg|70000|MJPEG port 70000.0: from 0 to 65535",
        "--task|cube-lift|the arm of the task 'cube-lift' follows no impedance law",
        "--task|welding|no task 'welding': choose one of",
      })
  void shouldRefuseInOneLine(String option, String value, String complaint) {
    assertTrue(execute("sim-arm", option, value) != 0);
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(complaint), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void shouldSayThatItWaitsForAMasterAndEndWhenInterrupted() throws Exception {
    String master = "http://127.0.0.1:" + freePort();
    FutureTask<Integer> command =
        new FutureTask<>(() -> execute("sim-arm", "--master", master, "--mjpeg", "0"));
    Thread thread = new Thread(command, "command");
    thread.start();
    try {
      await("no ROS master at " + master + ": start rosmaster or roscore", command);
    } finally {
      thread.interrupt();
    }
    assertEquals(0, command.get(20, TimeUnit.SECONDS));
    assertEquals("", err.toString());
    assertTrue(out.toString().contains("camera wrist_1: http://127.0.0.1:"), out.toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void await(String line, FutureTask<Integer> command) {
    while (!out.toString().contains(line) && !command.isDone()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertTrue(out.toString().contains(line), () -> out + err.toString());
  }
}
