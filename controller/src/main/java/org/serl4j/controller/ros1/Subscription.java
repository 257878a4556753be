package org.serl4j.controller.ros1;

import java.util.Optional;

/** A subscribed topic. */
public interface Subscription extends RosNode.Registered {
  /** How many publishers are connected. */
  int links();

  /** How many messages the listener got. */
  long received();

  /** Why a publisher could not be read, the latest; empty after a message came. */
  Optional<String> complaint();
}
