package org.serl4j.agent.roles;

import org.jspecify.annotations.Nullable;
import org.serl4j.agent.rlpd.UpdateReport;

/** Actor and learner at work together; the caller's thread is the actor's. */
public interface Training extends AutoCloseable {
  /**
   * Makes one environment step, with whatever learning belongs to it.
   *
   * @return the newest report of the learner, null before its first step
   * @throws RoleFailedException if the learner failed or did not answer in time
   */
  @Nullable UpdateReport advance();

  /**
   * Goes on where a checkpoint was written; before the first {@link #advance}.
   *
   * @param owed part of a learner step that is due, as {@link #owedLearnerSteps} said
   * @param newest the learner's newest report
   */
  void resume(double owed, @Nullable UpdateReport newest);

  /** Part of a learner step that is due; 0 where no ratio is kept. */
  double owedLearnerSteps();

  /** The learner's newest report, null before its first step. */
  @Nullable UpdateReport newest();

  /** Critic updates so far. */
  long criticUpdates();

  /**
   * Runs something on the learner's state while the learner rests, such as writing a checkpoint.
   * The learner has then taken every transition that the actor made.
   */
  void whileResting(LearnerTask task) throws java.io.IOException;

  /** Ends the learner's thread; waits for its present step, with a deadline. */
  @Override
  void close();

  /** Something to do with the learner's state. */
  @FunctionalInterface
  interface LearnerTask {
    void run() throws java.io.IOException;
  }
}
