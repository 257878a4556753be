/**
 * Files that are whole or refused: {@link org.serl4j.agent.checkpoint.CheckedFile} writes to a
 * temporary name, closes with length and checksum, and renames; reading checks both before anything
 * is believed. {@link org.serl4j.agent.checkpoint.CheckpointFolder} keeps numbered checkpoints of
 * several such files, the newest and the one before. Used for the agent's state and for replay.
 */
@NullMarked
package org.serl4j.agent.checkpoint;

import org.jspecify.annotations.NullMarked;
