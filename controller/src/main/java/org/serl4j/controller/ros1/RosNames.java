package org.serl4j.controller.ros1;

import java.util.regex.Pattern;

/**
 * Names of nodes, topics, services and parameters: {@code /global}, {@code relative} to a
 * namespace, {@code ~private} to a node.
 */
public final class RosNames {
  private static final Pattern GLOBAL = Pattern.compile("/|(/[A-Za-z]\\w*)+");

  private RosNames() {}

  /**
   * The global name.
   *
   * @param node the node's global name
   * @throws IllegalArgumentException if it is no name
   */
  public static String resolve(String name, String namespace, String node) {
    if (name.startsWith("~")) {
      return global(node + "/" + name.substring(name.startsWith("~/") ? 2 : 1));
    }
    if (name.isEmpty() || name.startsWith("/")) {
      return global(name);
    }
    return global(namespace.equals("/") ? "/" + name : namespace + "/" + name);
  }

  /** Checks a global name. */
  static String global(String name) {
    if (!GLOBAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no ROS name (letters, digits and _, parts between slashes)");
    }
    return name;
  }
}
