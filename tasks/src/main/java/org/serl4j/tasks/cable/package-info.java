/**
 * Cable routing: a stiff cable, held by friction in the gripper, is pressed into a clip whose jaws
 * yield and close over it.
 *
 * <p>{@link org.serl4j.tasks.cable.CableRouting} says all about the task, {@link
 * org.serl4j.tasks.cable.CableEnvironment} is the environment over it, {@link
 * org.serl4j.tasks.cable.CableBench} the privileged hand and eye in simulation, {@link
 * org.serl4j.tasks.cable.ClipFit} the truth about success, {@link
 * org.serl4j.tasks.cable.CableExpert} the scripted demonstrations. One thread drives an
 * environment. On a bench there is neither hand nor truth, only the arm's pose and the fingers'
 * width. SI units. Frames: O base, E end effector, T target (E with the cable in the clip), B board
 * (in the middle of the clip's rim, z out of it, x along its slot), C held piece of the cable (x
 * along it, towards the clip), S start, R pose at reset.
 */
@NullMarked
package org.serl4j.tasks.cable;

import org.jspecify.annotations.NullMarked;
