/**
 * The agent's layers as DL4J layers: DL4J holds the parameters as one flat view, the configuration
 * as JSON, and reads and writes models.
 *
 * <p>{@link org.serl4j.agent.network.dl4j.AgentGraphs} builds the graphs. Calling a graph runs the
 * same kernels as the agent's update, which goes past the graph to the kernels on the graph's own
 * memory: through the graph an update costs nearly twice as much (docs/decisions/0009).
 */
@NullMarked
package org.serl4j.agent.network.dl4j;

import org.jspecify.annotations.NullMarked;
