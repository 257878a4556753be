package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StopSignalTest {
  @Test
  void shouldLetTheJvmEndAsSoonAsTheLoopIsOver() throws InterruptedException {
    List<String> said = new CopyOnWriteArrayList<>();
    StopSignal signal = new StopSignal(() -> said.add("stopping"), () -> said.add("late"));
    assertFalse(signal.requested());
    Thread hook = new Thread(signal::stop);
    hook.start();
    while (!signal.requested()) {
      Thread.onSpinWait();
    }
    signal.close();
    hook.join();
    assertTrue(signal.requested());
    assertEquals(List.of("stopping"), said);
  }

  @Test
  void shouldLeaveNothingBehindWhenTheLoopEndsByItself() {
    StopSignal signal = new StopSignal(() -> {}, () -> {});
    signal.close();
    assertFalse(signal.requested());
  }
}
