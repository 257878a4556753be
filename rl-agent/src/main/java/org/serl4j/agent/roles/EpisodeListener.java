package org.serl4j.agent.roles;

import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Step;

/** Watches an actor, on the actor's thread. */
public interface EpisodeListener {
  /** Watches nothing. */
  EpisodeListener NONE = new EpisodeListener() {};

  /** An episode begins with that observation. */
  default void begun(Observation first) {}

  /** The next step's action is that one's. */
  default void acting(ActedBy actedBy) {}

  /** A step was made from {@code before}. */
  default void stepped(Observation before, Step step) {}

  /** The episode is over. */
  default void finished(Episode episode) {}
}
