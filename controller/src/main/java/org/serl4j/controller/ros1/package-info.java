/**
 * The port to ROS 1: what an arm, a gripper or a camera needs of a node, whoever implements it.
 *
 * <p>Entry: {@link org.serl4j.controller.ros1.RosNode}, made by {@code client.TcpNode}. Listeners
 * and services are called on threads of the node, one call at a time for each topic; a listener
 * that takes long makes the publisher drop what is oldest. Everything that goes over the network
 * has a deadline and fails with a {@link org.serl4j.controller.ros1.RosException} of one line.
 */
@NullMarked
package org.serl4j.controller.ros1;

import org.jspecify.annotations.NullMarked;
