package org.serl4j.agent.roles;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.ResetFailedException;
import org.serl4j.agent.rlpd.PolicyParameters;
import org.serl4j.agent.rlpd.UpdateReport;

/**
 * The actor at the environment's own pace, the learner as fast as it can. For hardware and the wall
 * clock: how many updates fall on a step depends on the machine, so runs do not repeat bit for bit.
 */
public final class FreeRun implements Training {
  private final Actor actor;
  private final Learner learner;
  private final Exchange exchange;
  private final long deadlineMs;
  private final Thread thread;
  private final ReentrantLock learnerState = new ReentrantLock(true);
  private final AtomicReference<@Nullable UpdateReport> newest = new AtomicReference<>();

  /**
   * @param queue transitions that may wait for the learner
   * @param deadlineMs longest wait for the learner to make room or come to rest [ms]
   */
  public FreeRun(Actor actor, Learner learner, int queue, long deadlineMs) {
    this.actor = actor;
    this.learner = learner;
    this.exchange = new Exchange(queue);
    this.deadlineMs = deadlineMs;
    actor.use(learner.parameters());
    this.thread = LockStep.learnerThread(this::learn);
    thread.start();
  }

  @Override
  public @Nullable UpdateReport advance() {
    PolicyParameters parameters = exchange.latest();
    if (parameters != null) {
      actor.use(parameters);
    }
    Transition transition;
    try {
      transition = actor.step();
    } catch (ResetFailedException e) {
      throw e; // between two episodes: actor and learner are sound, and may be saved
    } catch (RuntimeException | Error e) {
      exchange.fail("actor", e);
      throw e;
    }
    exchange.send(transition, deadlineMs);
    return newest.get();
  }

  private void learn() {
    try {
      while (!exchange.isClosed()) {
        boolean ready;
        learnerState.lock();
        try {
          exchange.receive(learner::take, 0);
          ready = learner.ready();
          if (ready) {
            newest.set(learner.learn());
            exchange.publish(learner.parameters());
          }
        } finally {
          learnerState.unlock();
        }
        if (!ready) {
          exchange.awaitTransition();
        }
      }
    } catch (RuntimeException | Error e) {
      exchange.fail("learner", e);
    }
  }

  @Override
  public void resume(double owed, @Nullable UpdateReport newestReport) {
    newest.compareAndSet(null, newestReport);
  }

  @Override
  public double owedLearnerSteps() {
    return 0;
  }

  @Override
  public @Nullable UpdateReport newest() {
    return newest.get();
  }

  @Override
  public long criticUpdates() {
    UpdateReport report = newest.get();
    return report == null ? 0 : report.update();
  }

  @Override
  public void whileResting(LearnerTask task) throws IOException {
    boolean resting = false;
    try {
      resting = learnerState.tryLock(deadlineMs, TimeUnit.MILLISECONDS);
      if (!resting) {
        throw new RoleFailedException(
            "the learner did not come to rest within " + deadlineMs + " ms", null);
      }
      // before the queue's lock: the learner takes the two in the same order
      exchange.receive(learner::take, 0);
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RoleFailedException("interrupted while waiting for the learner to rest", e);
    } finally {
      if (resting) {
        learnerState.unlock();
      }
    }
  }

  @Override
  public void close() {
    exchange.close();
    try {
      thread.join(deadlineMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new RoleFailedException("the learner did not end within " + deadlineMs + " ms", null);
    }
    learner.close();
  }
}
