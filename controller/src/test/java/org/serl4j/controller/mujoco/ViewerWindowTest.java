package org.serl4j.controller.mujoco;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerWindowTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit fills it
  Path directory;

  private String probe(List<String> launcher, Class<?> program)
      throws IOException, InterruptedException {
    Path answer = directory.resolve("answer");
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), program.getName(), answer.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("DISPLAY");
    builder.environment().remove("WAYLAND_DISPLAY");
    Path output = directory.resolve("output");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, "the probe hangs");
    assertTrue(Files.exists(answer), Files.readString(output));
    return Files.readString(answer);
  }

  @Test
  void shouldSayInOneLineThatThereIsNoDisplay() throws IOException, InterruptedException {
    String message = probe(List.of(), ViewerProbe.class);
    assertTrue(message.startsWith("no window can be opened ("), message);
    assertEquals(1, message.lines().count());
  }

  private String probeOnADisplay(Class<?> program) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/xvfb-run")), "install xvfb to try the window");
    return probe(List.of("/usr/bin/xvfb-run", "-a"), program);
  }

  @Test
  void shouldDrawTheSceneIntoAWindow() throws IOException, InterruptedException {
    String message = probeOnADisplay(ViewerProbe.class);
    assertTrue(message.matches("drew \\d{2,} colours, camera 49152 bytes"), message);
  }

  /** The corners tell a picture that is turned over, or swapped with its neighbour. */
  @Test
  void shouldShowCamerasSideBySideAsTheyStand() throws IOException, InterruptedException {
    assertEquals(
        "left: red green blue white; right: white blue green red; dark: left", //
        probeOnADisplay(PanesProbe.class));
  }
}
