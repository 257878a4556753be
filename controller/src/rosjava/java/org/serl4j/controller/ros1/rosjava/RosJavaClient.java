package org.serl4j.controller.ros1.rosjava;

import org.serl4j.controller.ros1.RosClient;
import org.serl4j.controller.ros1.RosException;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.RosSettings;

/** Makes nodes of ROSJava. */
public final class RosJavaClient implements RosClient {
  @Override
  public String name() {
    return "rosjava";
  }

  @Override
  public RosNode open(RosSettings settings, String name) throws RosException {
    return RosJavaNode.open(settings, name);
  }
}
