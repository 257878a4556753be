/**
 * Memory of transitions.
 *
 * <p>{@link org.serl4j.agent.replay.ReplayBuffer} stores every encoded observation once and samples
 * transitions into a preallocated {@link org.serl4j.agent.replay.Batch}. Not thread-safe: the
 * learner owns its buffers.
 */
@NullMarked
package org.serl4j.agent.replay;

import org.jspecify.annotations.NullMarked;
