/**
 * What an operator does from beginning to end: record, train, evaluate, measure.
 *
 * <p>A session opens a task over a cell, works, and leaves a {@link
 * org.serl4j.console.session.RunDirectory} or a data set behind. It runs on the caller's thread,
 * which is the actor's; the learner has its own (see {@link org.serl4j.agent.roles}). Output goes
 * to the stream that it is given. SI units.
 */
@NullMarked
package org.serl4j.console.session;

import org.jspecify.annotations.NullMarked;
