/**
 * The ROS 1 port over ROSJava 0.3.6, built by {@code -Prosjava} alone.
 *
 * <p>Entry: {@link org.serl4j.controller.ros1.rosjava.RosJavaClient}. Messages pass ROSJava as
 * bytes: the codecs of {@code ros1.message} write and read them here too.
 */
@NullMarked
package org.serl4j.controller.ros1.rosjava;

import org.jspecify.annotations.NullMarked;
