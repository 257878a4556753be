package org.serl4j.agent;

import static org.bytedeco.openblas.global.openblas.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;

import org.nd4j.linalg.factory.Nd4j;

/**
 * The one place that decides how many threads native mathematics takes. Two pools that fight for
 * two cores cost a factor of ten, and sums over several threads are not reproducible: so one thread
 * each, and the roles (actor, learner) are what runs in parallel.
 */
public final class NativeThreads {
  /** More do not help: two cores feed the memory of this machine's size of network. */
  private static final int MOST_LANES = 4;

  private NativeThreads() {}

  /**
   * Threads that share one update: the cores of this machine, at most four. Each calls the native
   * libraries with one thread. What is learned does not depend on it.
   */
  public static int learnerLanes() {
    return Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Limits OpenBLAS and ND4J to one thread each; call before the first product.
   *
   * @return what was set, for the log of the start
   */
  public static String single() {
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    blas_set_num_threads(1);
    return "native threads: OpenBLAS "
        + blas_get_num_threads()
        + ", ND4J "
        + Nd4j.getEnvironment().maxThreads()
        + ", ONNX Runtime 1";
  }
}
