package org.serl4j.agent.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.rlpd.PolicyParameters;
import org.serl4j.agent.rlpd.RlpdConfig;

@Timeout(30)
class ExchangeTest {
  private static Transition transition(double reward) {
    return new Transition(
        null,
        new float[1],
        reward,
        false,
        false,
        false,
        0,
        ActedBy.POLICY,
        new EncodedObservation(new float[1], List.of()));
  }

  private static PolicyParameters parameters(long version) {
    return new PolicyParameters(
        version, RlpdConfig.defaults(), new float[0], new float[0], new float[0]);
  }

  @Test
  void shouldHandTransitionsOverInTheirOrder() {
    Exchange exchange = new Exchange(4);
    for (int i = 0; i < 4; i++) {
      exchange.send(transition(i), 1000);
    }
    List<Double> rewards = new ArrayList<>();
    assertEquals(4, exchange.receive(t -> rewards.add(t.reward()), 1000));
    assertEquals(List.of(0.0, 1.0, 2.0, 3.0), rewards);
    assertEquals(0, exchange.receive(t -> rewards.add(t.reward()), 0));
  }

  @Test
  void shouldSayWhatItWaitsForWhenTheQueueStaysFull() {
    Exchange exchange = new Exchange(1);
    exchange.send(transition(0), 1);
    RoleFailedException failure =
        assertThrows(RoleFailedException.class, () -> exchange.send(transition(1), 1));
    assertEquals(
        "the learner took no transition (1 are waiting) within 1 ms", failure.getMessage());
  }

  @Test
  void shouldSayWhatItWaitsForWhenNothingComes() {
    Exchange exchange = new Exchange(1);
    RoleFailedException failure =
        assertThrows(RoleFailedException.class, () -> exchange.receive(t -> {}, 1));
    assertEquals("the actor sent no transition within 1 ms", failure.getMessage());
  }

  @Test
  void shouldKeepOnlyTheLatestParameters() {
    Exchange exchange = new Exchange(1);
    assertNull(exchange.latest());
    exchange.publish(parameters(1));
    PolicyParameters second = parameters(2);
    exchange.publish(second);
    assertSame(second, exchange.latest());
  }

  @Test
  void shouldPassAFailureToWhoWaits() throws InterruptedException {
    Exchange exchange = new Exchange(1);
    List<RoleFailedException> seen = new ArrayList<>();
    Thread waiting =
        new Thread(
            () ->
                seen.add(
                    assertThrows(
                        RoleFailedException.class, () -> exchange.receive(t -> {}, 20_000))));
    waiting.start();
    exchange.fail("actor", new IllegalStateException("no arm"));
    waiting.join(20_000);
    assertEquals(1, seen.size());
    assertEquals("the actor failed: no arm", seen.get(0).getMessage());
    assertTrue(assertNotNullCause(seen.get(0)) instanceof IllegalStateException);
    assertThrows(RoleFailedException.class, exchange::latest);
  }

  private static Throwable assertNotNullCause(Throwable failure) {
    Throwable cause = failure.getCause();
    assertNotNull(cause);
    return cause == null ? failure : cause;
  }

  @Test
  void shouldEndAWaitWhenItIsClosed() {
    Exchange exchange = new Exchange(1);
    exchange.close();
    assertEquals(0, exchange.receive(t -> {}, 20_000));
    assertTrue(exchange.isClosed());
  }
}
