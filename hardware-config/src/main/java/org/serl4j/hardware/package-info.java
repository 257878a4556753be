/**
 * What stands on the bench: records of arm, gripper, cameras, safety and compliance, and the reader
 * that makes them from {@code cells/*.yaml}.
 *
 * <p>Every record checks its numbers and says name, value, unit and bound. SI units. Immutable.
 * Depends on nothing of ours.
 */
@NullMarked
package org.serl4j.hardware;

import org.jspecify.annotations.NullMarked;
