/**
 * PCB insertion: a pin header, held by friction in the gripper, goes into its socket on a circuit
 * board with 0.4 mm to spare on each side.
 *
 * <p>{@link org.serl4j.tasks.pcb.PcbInsertion} says all about the task.
 */
@NullMarked
package org.serl4j.tasks.pcb;

import org.jspecify.annotations.NullMarked;
