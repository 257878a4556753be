package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.serl4j.console.session.EncodeOnceComparison.Mode;
import org.serl4j.console.session.EncodeOnceComparison.Result;

class EncodeOnceComparisonTest {
  @Test
  void shouldSayARowForEachModeAndAVerdict() {
    Map<String, String> tiny = new TreeMap<>(EncodeOnceComparison.standardOverrides());
    tiny.put("batch", "2");
    tiny.put("hidden", "8");
    StringWriter said = new StringWriter();
    Progress progress = new Progress(new PrintWriter(said), false);
    new EncodeOnceComparison(tiny, 56, 2, Path.of("."), progress).run(4, 1);
    String text = said.toString();
    // 56 steps, of which 50 come before the first update, and the barrier's one
    assertTrue(text.contains("| encode once | 4 | 56 | 6 | "), text);
    assertTrue(text.contains("| encode samples | 4 | 56 | 6 | "), text);
    assertTrue(text.contains("encoding once is "), text);
  }

  @Test
  void shouldCallItWorseOnlyBeyondTheInterval() {
    assertTrue(verdict(285, 290).endsWith("no worse within the interval"));
    assertTrue(verdict(290, 285).endsWith("no worse within the interval"));
    assertTrue(verdict(240, 290).endsWith("is worse"));
  }

  private static String verdict(int once, int anew) {
    return EncodeOnceComparison.verdict(
        List.of(
            new Result(Mode.ENCODE_ONCE, 0, 1, 1, once, 300, 1),
            new Result(Mode.ENCODE_SAMPLES, 0, 1, 1, anew, 300, 1)));
  }
}
