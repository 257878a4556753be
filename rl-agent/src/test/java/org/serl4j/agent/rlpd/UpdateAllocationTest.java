package org.serl4j.agent.rlpd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncoderConfig;
import org.serl4j.agent.replay.Batch;

/**
 * A steady update works on memory that the constructor took. What it may allocate are small
 * objects: its report, its random stream, and the addresses that JavaCPP makes for a product (48
 * bytes each). The batch is so large that one float a row is more than the limit, and so are the
 * parameters.
 */
class UpdateAllocationTest {
  private static final int ROWS = 3072;
  private static final int WARM_UP = 10;
  private static final int UPDATES = 20;

  /** Bytes of an update; measured: 2,800 to 5,500. */
  private static final long LIMIT = 8192;

  private static double bytesPerUpdate(Runnable update) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    for (int i = 0; i < WARM_UP; i++) {
      update.run();
    }
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < UPDATES; i++) {
      update.run();
    }
    return (double) (threads.getThreadAllocatedBytes(thread) - before) / UPDATES;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldAllocateNoArrayInASteadyUpdate(int cameras) {
    Spaces spaces = RlpdFixture.spaces(cameras, 5, 3);
    EncoderConfig encoder = new EncoderConfig(List.of("t194"), 1, 4);
    RlpdAgent agent = new RlpdAgent(RlpdFixture.config(ROWS, 16, 16, encoder), spaces, 1);
    assertTrue(Float.BYTES * ROWS > LIMIT && Float.BYTES * agent.values.length() > LIMIT);
    Batch batch = RlpdFixture.batch(spaces, agent.config(), 4);
    double critics = bytesPerUpdate(() -> agent.updateCritics(batch));
    double all = bytesPerUpdate(() -> agent.update(batch));
    assertTrue(critics < LIMIT, critics + " bytes of a critic update, limit " + LIMIT);
    assertTrue(all < LIMIT, all + " bytes of a critic and actor update, limit " + LIMIT);
  }
}
