package org.serl4j.agent.roles;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.rlpd.UpdateReport;

/**
 * A fixed number of learner steps for every environment step, bit-reproducible, on two cores.
 *
 * <p>While the actor makes step t, the learner makes its steps with the transitions up to t - 1.
 * Then both stop at a barrier: the learner takes transition t, the actor takes the new parameters
 * and acts with them from step t + 1 on. Whatever the threads' timing, each role sees the same.
 */
public final class LockStep implements Training {
  private final Actor actor;
  private final Learner learner;
  private final double learnerSteps;
  private final long deadlineMs;
  private final ExecutorService thread;
  private @Nullable UpdateReport newest;
  private double owed;

  /**
   * @param learnerSteps learner steps for each environment step; 0.5 is one every second step
   * @param deadlineMs longest wait for the learner at one barrier [ms]
   */
  public LockStep(Actor actor, Learner learner, double learnerSteps, long deadlineMs) {
    if (!(learnerSteps >= 0 && learnerSteps <= 1000)) {
      throw new IllegalArgumentException(
          "learner steps for each environment step = " + learnerSteps + ", from 0 to 1000");
    }
    this.actor = actor;
    this.learner = learner;
    this.learnerSteps = learnerSteps;
    this.deadlineMs = deadlineMs;
    this.thread = Executors.newSingleThreadExecutor(LockStep::learnerThread);
    actor.use(learner.parameters());
  }

  static Thread learnerThread(Runnable work) {
    Thread made = new Thread(work, "learner");
    made.setDaemon(true);
    return made;
  }

  @Override
  public @Nullable UpdateReport advance() {
    Future<@Nullable UpdateReport> learning = null;
    if (learner.ready()) {
      owed += learnerSteps;
      int due = (int) owed;
      owed -= due;
      if (due > 0) {
        learning = thread.submit(() -> learn(due));
      }
    }
    Transition transition;
    try {
      transition = actor.step();
    } catch (RuntimeException | Error e) {
      settle(learning, e);
      throw e;
    }
    if (learning != null) {
      newest = await(learning);
      actor.use(learner.parameters());
    }
    learner.take(transition);
    return newest;
  }

  private @Nullable UpdateReport learn(int due) {
    UpdateReport report = null;
    for (int i = 0; i < due; i++) {
      report = learner.learn();
    }
    return report;
  }

  private @Nullable UpdateReport await(Future<@Nullable UpdateReport> learning) {
    try {
      return learning.get(deadlineMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw RoleFailedException.of("learner", e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw new RoleFailedException(
          "the learner did not finish its updates within " + deadlineMs + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RoleFailedException("interrupted while waiting for the learner", e);
    }
  }

  /** Lets the learner come to rest before the actor's failure travels on. */
  private void settle(@Nullable Future<@Nullable UpdateReport> learning, Throwable failure) {
    if (learning == null) {
      return;
    }
    try {
      await(learning);
    } catch (RoleFailedException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void resume(double owedSteps, @Nullable UpdateReport newestReport) {
    owed = owedSteps;
    newest = newestReport;
  }

  @Override
  public double owedLearnerSteps() {
    return owed;
  }

  @Override
  public @Nullable UpdateReport newest() {
    return newest;
  }

  @Override
  public long criticUpdates() {
    return learner.criticUpdates();
  }

  /** Between two calls of {@link #advance} the learner rests anyway. */
  @Override
  public void whileResting(LearnerTask task) throws IOException {
    task.run();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(deadlineMs, TimeUnit.MILLISECONDS)) {
        throw new RoleFailedException("the learner did not end within " + deadlineMs + " ms", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    learner.close();
  }
}
