package org.serl4j.agent;

/** Who chose an executed action. */
public enum ActedBy {
  /** The learned policy. */
  POLICY,
  /** A person who took over from it. */
  HUMAN,
  /** A scripted expert, as in recorded demonstrations. */
  EXPERT
}
