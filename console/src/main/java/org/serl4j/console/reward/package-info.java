/**
 * Learned rewards from the operator's side: {@link org.serl4j.console.reward.RewardCollection}
 * records labelled episodes, {@link org.serl4j.console.reward.RewardTraining} makes a classifier of
 * them, {@link org.serl4j.console.reward.RewardReport} says how good it is on episodes that it has
 * not seen. Everything on the caller's thread.
 */
@NullMarked
package org.serl4j.console.reward;

import org.jspecify.annotations.NullMarked;
