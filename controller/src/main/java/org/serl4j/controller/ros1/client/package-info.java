/**
 * A ROS 1 node on the JDK's sockets: master registration, TCPROS topics and services.
 *
 * <p>Entry: {@link org.serl4j.controller.ros1.client.TcpNode}. Threads, all started through {@code
 * NodeThreads} and ended by {@code close}: one that asks the master twice a second whether it still
 * knows the node, one that accepts for each of the two ports, one for each connection, one for each
 * publisher that is subscribed to. A publisher's caller only copies bytes into the bounded queue of
 * each connection.
 */
@NullMarked
package org.serl4j.controller.ros1.client;

import org.jspecify.annotations.NullMarked;
