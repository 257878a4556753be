/**
 * {@code ./serl4j bench}: how fast this machine is, on the program's real parts.
 *
 * <p>Entry: {@link org.serl4j.console.bench.BenchSession}. What is held against each other is
 * measured in turns in one run, so that a busy machine slows both; values are medians after a
 * warm-up. JMH is not used: the classes that it generates hold static mutable state in packages
 * without the mark of null safety, both of which our checks refuse, and it makes the measured
 * objects itself by an empty constructor, while ours hold an open simulator and a running learner.
 * One thread calls; the learner of the full step has its own, as in training.
 */
@NullMarked
package org.serl4j.console.bench;

import org.jspecify.annotations.NullMarked;
