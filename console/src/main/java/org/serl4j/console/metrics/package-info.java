/**
 * The numbers of a run, for people and their tools: {@link org.serl4j.console.metrics.MetricsCsv}
 * writes {@code metrics.csv}, {@link org.serl4j.console.metrics.EventFileWriter} the same curves
 * for TensorBoard.
 *
 * <p>Every row is in the file when the call returns: a killed run keeps what it had. Each writer is
 * used by one thread. Depends on nothing else of ours.
 */
@NullMarked
package org.serl4j.console.metrics;

import org.jspecify.annotations.NullMarked;
