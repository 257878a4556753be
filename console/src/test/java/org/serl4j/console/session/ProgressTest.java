package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void shouldSayAllThatMattersInOneLine() {
    assertEquals(
        "1200/20000 env steps (7.5/s)  30.0 updates/s  success 45 % of last 20  41 min 47 s left",
        Progress.training(1200, 20_000, 7.5, 30, 0.45, 20, 2507));
    assertEquals(
        "3/10 env steps (1.0/s)  0.0 updates/s  no episode yet  7 s left",
        Progress.training(3, 10, 1, 0, Double.NaN, 0, 7));
  }

  @Test
  void shouldWriteDurationsForPeople() {
    assertEquals("0 s", Progress.duration(0.2));
    assertEquals("1 min 15 s", Progress.duration(75));
    assertEquals("1 h 10 min", Progress.duration(4210));
    assertEquals("?", Progress.duration(Double.NaN));
  }

  @Test
  void shouldRewriteTheLineOnATerminalAndKeepWhatIsSaid() {
    StringWriter text = new StringWriter();
    Progress progress = new Progress(new PrintWriter(text), true);
    progress.show(0, "half");
    progress.show(0, "whole");
    progress.say("done");
    assertEquals(
        "\r\u001b[2Khalf\r\u001b[2Kwhole\r\u001b[2Kdone" + System.lineSeparator(), text.toString());
  }

  @Test
  void shouldWriteALineEveryTenSecondsElsewhere() {
    StringWriter text = new StringWriter();
    Progress progress = new Progress(new PrintWriter(text), false);
    assertTrue(progress.due(5));
    progress.show(5, "a");
    assertFalse(progress.due(10_000_000_004L));
    assertTrue(progress.due(10_000_000_005L));
    assertEquals("a" + System.lineSeparator(), text.toString());
  }
}
