/**
 * Where the arm is and how its joints move the end effector: forward pose, geometric Jacobian, and
 * the wrench that external joint torques stand for.
 *
 * <p>{@link org.serl4j.controller.dynamics.FrankaKinematics} is the entry. Poses are 7 numbers in a
 * row, {@link org.serl4j.controller.dynamics.PoseArray}. SI units. 1 kHz code: nothing here
 * allocates after construction; not thread-safe, one instance a thread. Depends on geometry.
 */
@NullMarked
package org.serl4j.controller.dynamics;

import org.jspecify.annotations.NullMarked;
