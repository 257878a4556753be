package org.serl4j.controller.ros1;

import java.util.Optional;

/**
 * The master's parameters. Values are {@code Boolean}, {@code Integer}, {@code Double}, {@code
 * String}, and {@code List} and {@code Map} (by name) of these.
 */
public interface Parameters {
  /** The value, if there is one. */
  Optional<Object> get(String name) throws RosException;

  void set(String name, Object value) throws RosException;

  boolean has(String name) throws RosException;

  /** Deletes a parameter; false if there was none. */
  boolean delete(String name) throws RosException;
}
