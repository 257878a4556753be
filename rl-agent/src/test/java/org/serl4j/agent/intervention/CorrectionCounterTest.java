package org.serl4j.agent.intervention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.ActedBy;

class CorrectionCounterTest {
  private static void episode(CorrectionCounter counter, String marks) {
    for (int t = 0; t < marks.length(); t++) {
      counter.acted(marks.charAt(t) == 'H' ? ActedBy.HUMAN : ActedBy.POLICY);
    }
    counter.finished();
  }

  @Test
  void shouldMeasureShareNumberAndLength() {
    CorrectionCounter counter = new CorrectionCounter(2);
    assertEquals(Double.NaN, counter.share());
    assertEquals(Double.NaN, counter.meanSteps());
    episode(counter, "HHHHHHHH");
    episode(counter, "PHHPPPPH"); // ends in a correction,
    episode(counter, "HHPP"); // which the next episode does not continue
    assertEquals(5.0 / 12, counter.share(), 1e-12); // the last two episodes
    assertEquals(4, counter.corrections());
    assertEquals(13, counter.correctedSteps());
    assertEquals(13.0 / 4, counter.meanSteps(), 1e-12);
  }

  @Test
  void shouldSayWhoActsNow() {
    CorrectionCounter counter = new CorrectionCounter(1);
    assertEquals(ActedBy.POLICY, counter.newest());
    counter.acted(ActedBy.HUMAN);
    assertEquals(ActedBy.HUMAN, counter.newest());
    counter.finished();
    assertEquals(ActedBy.POLICY, counter.newest());
  }

  @Test
  void shouldGoOnWhereItWasWritten() throws IOException {
    CorrectionCounter written = new CorrectionCounter(3);
    episode(written, "HHPP");
    episode(written, "PPPHP");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    written.write(new DataOutputStream(bytes));
    CorrectionCounter read = new CorrectionCounter(3);
    read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    episode(written, "H");
    episode(read, "H");
    assertEquals(written.share(), read.share());
    assertEquals(written.corrections(), read.corrections());
    assertEquals(written.meanSteps(), read.meanSteps());
  }
}
