package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.console.Main;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.tasks.ResetTest.Trial;
import picocli.CommandLine;

class ResetCheckTest {
  private static final List<String> ROUTINES = List.of("lift", "repair", "start");

  private static ResetOutcome done(String routine, int tries, double seconds) {
    return new ResetOutcome(routine, true, tries, seconds, "");
  }

  @Test
  void shouldCountEveryRoutineByItselfAndTheWholeReset() {
    Trial smooth =
        new Trial(
            "at rest",
            List.of(done("lift", 1, 1.5), done("start", 1, 2.5)),
            "",
            0.001,
            0.01,
            0.0005);
    Trial again =
        new Trial(
            "at rest",
            List.of(done("lift", 2, 3), done("repair", 1, 8), done("start", 1, 2.5)),
            "",
            0.002,
            0.02,
            0.0015);
    Trial failed =
        new Trial(
            "upside down",
            List.of(done("lift", 1, 1.5), new ResetOutcome("repair", false, 3, 24, "it is lost")),
            "reset failed: repair failed after 3 tries: it is lost",
            0.3,
            1,
            0.4);
    ResetCheck check = new ResetCheck(ROUTINES, List.of(smooth, again, failed));
    assertEquals(1, check.failed());
    List<String> rows =
        check.table().stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
    assertEquals(
        List.of(
            "routine runs failed tries median s worst s",
            "lift 3 0 4 1.5 3.0",
            "repair 2 1 4 16.0 24.0",
            "start 2 0 2 2.5 2.5",
            "whole reset 3 1 6 13.5 25.5",
            "after the reset, median and worst: 1.5 and 2.0 mm and 0.015 and 0.020 rad from the"
                + " start pose, part 1.0 and 1.5 mm from its grasp"),
        rows);
  }

  @Test
  void shouldCheckRealResetsThatCallForOneRoutine() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(Path.of(".."));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    assertEquals(
        0,
        line.execute("reset", "pcb-insertion", "--check", "2", "--routine", "regrasp"),
        err.toString() + out);
    List<String> rows = out.toString().lines().map(row -> row.replaceAll(" +", " ")).toList();
    String regrasp =
        rows.stream().filter(row -> row.startsWith("regrasp ")).findFirst().orElseThrow();
    String[] cells = regrasp.split(" ");
    assertEquals("2", cells[1], regrasp);
    assertEquals("0", cells[2], regrasp);
    assertTrue(Double.parseDouble(cells[4]) > 5, "it had to be taken up: " + regrasp);
  }
}
