package org.serl4j.controller.ros1.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our codecs beside those that genpy has generated: same md5 sums, same bytes. */
class CodecsAgainstGenpyTest {
  private static <M> String line(Messages.Sample<M> sample) {
    MessageType<M> type = sample.type();
    return "%s %s %s"
        .formatted(
            type.name(),
            type.definition().md5(),
            HexFormat.of().formatHex(type.encode(sample.message())));
  }

  @Test
  void shouldAgreeWithGenpy(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/python3/dist-packages/sensor_msgs")),
        "genpy's messages are not installed (Debian: python3-sensor-msgs)");
    List<String> lines = new ArrayList<>();
    Messages.all().forEach(sample -> lines.add(line(sample)));
    Path input = Files.write(folder.resolve("messages"), lines);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder("/usr/bin/python3", "src/test/resources/ros1/codecs.py", "" + input)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), printed);
    TreeSet<String> agreed = new TreeSet<>(printed.lines().toList());
    for (String type :
        List.of(
            "std_msgs/Header",
            "std_msgs/String",
            "geometry_msgs/PoseStamped",
            "geometry_msgs/WrenchStamped",
            "sensor_msgs/JointState",
            "sensor_msgs/Image",
            "rosgraph_msgs/Log",
            "actionlib_msgs/GoalStatusArray")) {
      assertTrue(agreed.contains(type), () -> type + " was not compared:\n" + printed);
    }
  }
}
