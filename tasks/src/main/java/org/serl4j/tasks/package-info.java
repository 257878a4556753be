/**
 * The tasks: scene, spaces, limits, reward, reset and scripted expert of each.
 *
 * <p>{@link org.serl4j.tasks.TaskCatalogue} opens a task by its name over a cell's workcell. A task
 * is data over an implementation of {@link org.serl4j.agent.Environment} that works over the
 * controller's ports only; what a simulation can do beyond them (place the board, look at the true
 * peg) stays in one class beside it. SI units. One thread drives an environment.
 */
@NullMarked
package org.serl4j.tasks;

import org.jspecify.annotations.NullMarked;
