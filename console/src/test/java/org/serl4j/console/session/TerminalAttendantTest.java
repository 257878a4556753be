package org.serl4j.console.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalAttendantTest {
  private final StringWriter out = new StringWriter();

  private TerminalAttendant pressing(String keys) {
    return new TerminalAttendant(
        new ByteArrayInputStream(keys.getBytes(US_ASCII)),
        new Progress(new PrintWriter(out), false));
  }

  @Test
  void shouldSayWhyInOneLineAndGoOnAfterEnter() {
    TerminalAttendant attendant = pressing("\n\nq\n");
    assertTrue(attendant.help("the peg is lost: put it back"));
    assertEquals(
        "paused: the peg is lost: put it back; then press Enter, or q and Enter to give up",
        out.toString().strip());
    assertTrue(attendant.help("again"));
    assertFalse(attendant.help("and again"), "q gives up");
  }

  @Test
  void shouldGiveUpWhenTheTerminalIsClosed() {
    assertFalse(pressing("").help("the peg is lost"));
  }
}
