package org.serl4j.console.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCsvTest {
  private static final List<String> COLUMNS = List.of("env_steps", "critic_loss", "success_rate");

  private final Path file;

  MetricsCsvTest(@TempDir Path folder) {
    file = folder.resolve("metrics.csv");
  }

  @Test
  void shouldWriteTheHeaderOnceAndEveryRowAtOnce() throws Exception {
    MetricsCsv csv = MetricsCsv.open(file, COLUMNS);
    csv.append(Map.of("env_steps", 100.0, "critic_loss", 0.125));
    assertEquals("env_steps,critic_loss,success_rate\n100,0.125,\n", Files.readString(file));

    MetricsCsv.open(file, COLUMNS).append(Map.of("env_steps", 200.0, "success_rate", 0.5));

    assertEquals(
        "env_steps,critic_loss,success_rate\n100,0.125,\n200,,0.5\n", Files.readString(file));
  }

  @Test
  void shouldLeaveACellEmptyThatIsNotFinite() throws Exception {
    MetricsCsv.open(file, COLUMNS)
        .append(Map.of("env_steps", 1.0, "critic_loss", Double.NaN, "success_rate", 1.0 / 0.0));
    assertTrue(Files.readString(file).endsWith("\n1,,\n"));
  }

  @Test
  void shouldDropHalfALineOfAKilledRun() throws Exception {
    Files.writeString(file, "env_steps,critic_loss,success_rate\n100,0.125,\n200,0.0");
    MetricsCsv.open(file, COLUMNS).append(Map.of("env_steps", 200.0));
    assertEquals("env_steps,critic_loss,success_rate\n100,0.125,\n200,,\n", Files.readString(file));
  }

  @Test
  void shouldDropRowsBehindTheCheckpointWhenResuming() throws Exception {
    Files.writeString(file, "env_steps,critic_loss,success_rate\n100,1,\n200,2,\n300,3,\n");
    MetricsCsv.resume(file, COLUMNS, 200);
    assertEquals("env_steps,critic_loss,success_rate\n100,1,\n200,2,\n", Files.readString(file));
  }

  @Test
  void shouldRefuseAFileWithOtherColumnsAndLeaveItAsItIs() throws Exception {
    Files.writeString(file, "step,loss\n1,2\n");
    IOException refused = assertThrows(IOException.class, () -> MetricsCsv.open(file, COLUMNS));
    assertTrue(String.valueOf(refused.getMessage()).contains("step,loss"));
    assertEquals("step,loss\n1,2\n", Files.readString(file));
  }

  @Test
  void shouldRefuseAValueWithoutAColumn() throws Exception {
    MetricsCsv csv = MetricsCsv.open(file, COLUMNS);
    assertThrows(IllegalArgumentException.class, () -> csv.append(Map.of("typo", 1.0)));
  }
}
