/**
 * Success by a learned eye: a binary classifier on the frozen features of the policy's backbone.
 *
 * <p>{@link org.serl4j.rewards.classifier.ClassifierTraining} makes a {@link
 * org.serl4j.rewards.classifier.SuccessClassifier}, which is one file that knows what it depends on
 * ({@link org.serl4j.rewards.classifier.SceneIdentity}); {@link
 * org.serl4j.rewards.classifier.SuccessJudge} applies it to observations, and {@link
 * org.serl4j.rewards.classifier.ClassifiedEnvironment} makes it the reward and the end of a task.
 * An observation is labelled by whether it shows success itself: the observation after a step, the
 * one that is scored, never the one before. Scores are logits. One thread each. Depends on nothing
 * but rl-agent.
 */
@NullMarked
package org.serl4j.rewards.classifier;

import org.jspecify.annotations.NullMarked;
