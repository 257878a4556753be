/**
 * What the ROS 1 client's bytes travel in: connections with deadlines, TCPROS headers, HTTP and
 * XML-RPC.
 *
 * <p>Every read has a deadline for the whole of what is read and a limit on its length that is
 * checked before memory is allocated. Bad input is an {@code IOException} of one line, whatever the
 * bytes were. All threads of a node are started by {@link
 * org.serl4j.controller.ros1.wire.NodeThreads}. Knows nothing of topics and masters.
 */
@NullMarked
package org.serl4j.controller.ros1.wire;

import org.jspecify.annotations.NullMarked;
