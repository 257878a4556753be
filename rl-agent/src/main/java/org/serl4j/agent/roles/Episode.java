package org.serl4j.agent.roles;

/**
 * What became of one episode.
 *
 * @param index number of the episode of this actor, from 0
 * @param steps environment steps
 * @param total sum of the rewards
 * @param success whether the task's goal was reached
 * @param seconds robot time from the first to the last step, without the reset [s]
 * @param note why the episode was cut, or empty
 */
public record Episode(
    int index, int steps, double total, boolean success, double seconds, String note) {}
