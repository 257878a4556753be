package org.serl4j.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.arm.ArmState;

class StateExchangeTest {
  private static void fill(ArmSample sample, long n) {
    sample.timeNs = n;
    for (int i = 0; i < 7; i++) {
      sample.q[i] = n;
      sample.tau[i] = n;
    }
    for (int i = 0; i < 6; i++) {
      sample.F_E_E[i] = n;
    }
  }

  @Test
  void shouldGiveTheNewestStateAsOftenAsAsked() {
    StateExchange exchange = new StateExchange();
    ArmSample sample = new ArmSample();
    for (long n = 1; n <= 10; n++) {
      fill(sample, n);
      exchange.publish(sample);
      if (n % 3 != 0) {
        assertEquals(n, exchange.latest().timeNs());
        assertEquals(n, exchange.latest().timeNs());
      }
    }
  }

  @Test
  void shouldNeverShowAHalfWrittenStateOrGoBack() throws InterruptedException {
    StateExchange exchange = new StateExchange();
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              ArmSample sample = new ArmSample();
              for (long n = 1; n <= 500_000; n++) {
                fill(sample, n);
                exchange.publish(sample);
              }
              done.set(true);
            });
    writer.start();
    long last = 0;
    while (!done.get()) {
      ArmState state = exchange.latest();
      long n = state.timeNs();
      assertTrue(n >= last);
      last = n;
      for (int i = 0; i < 7; i++) {
        assertEquals((double) n, state.q()[i]);
        assertEquals((double) n, state.tau()[i]);
      }
      assertEquals((double) n, state.F_E_E().t().z());
    }
    writer.join(10_000);
    assertEquals(500_000, exchange.latest().timeNs());
  }
}
