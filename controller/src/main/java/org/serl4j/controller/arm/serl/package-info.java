/**
 * SERL's robot server over HTTP, both sides: an arm of ours for SERL's environments, and a lab's
 * SERL server as an arm for us.
 *
 * <p>{@link org.serl4j.controller.arm.serl.ArmServer} serves the routes of SERL's {@code
 * franka_server.py}, all POST; {@link org.serl4j.controller.arm.serl.SerlWorkcell} is the other
 * side. {@link org.serl4j.controller.arm.serl.ServerState} and {@link
 * org.serl4j.controller.arm.serl.ComplianceParameters} are the only places that know the wire's
 * orders and names: SI units, quaternion x y z w, six numbers linear first. Threads meet at the
 * locks of {@code ServedArm} and {@code SerlArm}; no call of the arm's port waits for the network.
 */
@NullMarked
package org.serl4j.controller.arm.serl;

import org.jspecify.annotations.NullMarked;
