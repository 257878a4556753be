package org.serl4j.controller.ros1;

/** A published topic. */
public interface Publisher<M> extends RosNode.Registered {
  /** Hands a message (not modified, not kept) to every subscriber's queue; never waits for one. */
  void publish(M message);

  /** How many subscribers are connected. */
  int links();

  /**
   * How often a subscriber connected that had been connected before: what was published meanwhile
   * it did not get, even if {@link #links} never fell.
   */
  int returns();

  /** How many messages were dropped because a subscriber was too slow. */
  long dropped();
}
