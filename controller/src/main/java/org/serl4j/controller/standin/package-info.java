/**
 * The stand-in: a simulated Franka with SERL's controller as a node of ROS 1, so that whatever
 * drives the real one over ROS can be tried without it.
 *
 * <p>Entry: {@link org.serl4j.controller.standin.SimArm}. {@link
 * org.serl4j.controller.standin.FrankaControl} is the robot's 1 kHz: the controller that runs, the
 * collision reflex, the user stop. Nothing of ours stands between a client's pose and SERL's
 * impedance law: no safety envelope and no watchdog, because the robot has none there. The rest
 * gives it topics, services, actions and pictures. The control thread meets all others at one queue
 * of orders and one latest value; every other thread belongs to the node or to a {@code
 * LoopRunner}. SI units. May depend on the loop, the impedance law, the simulation and ROS.
 */
@NullMarked
package org.serl4j.controller.standin;

import org.jspecify.annotations.NullMarked;
