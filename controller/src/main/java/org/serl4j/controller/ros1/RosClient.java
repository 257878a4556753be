package org.serl4j.controller.ros1;

/** Something that makes nodes; found by {@link java.util.ServiceLoader}. */
public interface RosClient {
  /** The word by which it is chosen. */
  String name();

  /**
   * A node that is open.
   *
   * @param name of the node, relative names in the settings' namespace
   * @throws RosException if it cannot be opened: one line with the remedy
   */
  RosNode open(RosSettings settings, String name) throws RosException;
}
