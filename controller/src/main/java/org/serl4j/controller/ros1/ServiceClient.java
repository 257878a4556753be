package org.serl4j.controller.ros1;

/** A caller of one service; calls of several threads wait for each other. */
public interface ServiceClient<Q, R> extends AutoCloseable {
  /**
   * Asks and waits for the answer. A call that failed may have been carried out.
   *
   * @throws RosException if there is no such service, it answers with an error or not in time
   */
  R call(Q request) throws RosException;

  @Override
  void close();
}
