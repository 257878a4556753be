/**
 * Networks of the agent: few large layers whose heavy part is {@code cblas_sgemm} on native memory.
 *
 * <p>Parameters of a network lie in one flat native vector, cut into named {@link
 * org.serl4j.agent.network.Block}s. A layer is split into what it is ({@link
 * org.serl4j.agent.network.DenseGroup}: views of parameters and gradients) and one use of it
 * ({@link org.serl4j.agent.network.DensePass}: activations kept for the way back), because an
 * update runs the same layer on several inputs. Matrices are row-major. Everything is preallocated
 * for the largest batch; nothing here is thread-safe, each owner has its own passes.
 */
@NullMarked
package org.serl4j.agent.network;

import org.jspecify.annotations.NullMarked;
