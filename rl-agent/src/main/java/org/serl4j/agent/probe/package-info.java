/**
 * Judging cameras and features before long runs: {@link org.serl4j.agent.probe.FeatureProbe} learns
 * to read known quantities, such as the offset from peg to hole, from the same stored features and
 * through the same image head as the agent. What it cannot read, the agent cannot use. For one
 * thread.
 */
@NullMarked
package org.serl4j.agent.probe;

import org.jspecify.annotations.NullMarked;
