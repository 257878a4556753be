/**
 * The embedded simulator: MuJoCo behind the ports of a workcell.
 *
 * <p>{@link org.serl4j.controller.mujoco.SimulatedWorkcell#open} loads a scene and gives arm,
 * gripper and cameras; {@link org.serl4j.controller.mujoco.SimulatedScene} is the privileged look
 * behind them that resets and verification use. {@link org.serl4j.controller.mujoco.MuJoCo} is the
 * binding (JavaCPP, compiled by the build), {@link org.serl4j.controller.mujoco.SceneFile} composes
 * MJCF files from resources.
 *
 * <p>Threads: all physics happens under the world's lock, on the caller's thread in lock-step and
 * on the control thread against the wall clock; every GL context has one thread and its own copy of
 * the state. SI units, quaternions w x y z, world frame = base frame O of the arm.
 */
@NullMarked
package org.serl4j.controller.mujoco;

import org.jspecify.annotations.NullMarked;
