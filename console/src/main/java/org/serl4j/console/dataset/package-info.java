/**
 * Episodes on disk: a LeRobotDataset v3.0, readable by other tools and exact enough to train from.
 *
 * <p>{@link org.serl4j.console.dataset.DatasetWriter} records under a temporary name and shows the
 * data set only when it is whole; {@link org.serl4j.console.dataset.DatasetReader} gives episodes
 * back bit for bit; {@link org.serl4j.console.dataset.DatasetCheck} re-reads everything. Tables are
 * Parquet through DuckDB, images are lossless AV1 in MP4 through FFmpeg; what the format has no
 * place for (the observation after an episode's last step, camera settings, units) lies in the side
 * folder {@code serl4j/}. {@link org.serl4j.console.dataset.EvaluationVideo} makes films for people
 * to watch.
 *
 * <p>Each object is used by one thread. Times in seconds from the episode's start. May depend on
 * rl-agent and controller.
 */
@NullMarked
package org.serl4j.console.dataset;

import org.jspecify.annotations.NullMarked;
