package org.serl4j.tasks.perturbation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Environment;
import org.serl4j.agent.EnvironmentWrapper;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Step;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.tasks.perturbation.Perturbation.BoardShift;
import org.serl4j.tasks.perturbation.Perturbation.OfImages;
import org.serl4j.tasks.perturbation.Perturbation.Push;
import org.serl4j.tasks.perturbation.Perturbation.RegraspOffset;

/**
 * A task in which something goes wrong in every episode. The episode's seed decides what, and
 * nothing else: two policies that begin with the same seed meet the same. The task's own episode of
 * that seed is otherwise unchanged.
 */
public final class PerturbedEnvironment extends EnvironmentWrapper {
  /** Keeps the draws apart from the task's own. */
  private static final long STREAM = 7;

  private final PerturbationKind kind;
  private final @Nullable Tampering tampering;
  private final PerturbationKind.Room room;

  private @Nullable Perturbation perturbation;
  private int steps;
  private boolean spoilt;
  private boolean struck;

  /**
   * @param task closed with this
   * @param tampering of the same task; empty where it offers none
   * @throws IllegalArgumentException if the kind needs what the task does not offer
   */
  public PerturbedEnvironment(
      Environment task, PerturbationKind kind, Optional<Tampering> tampering) {
    super(task);
    require(task.task(), kind, tampering);
    this.kind = kind;
    this.tampering = tampering.orElse(null);
    room =
        new PerturbationKind.Room(
            task.spaces(),
            task.stepSeconds(),
            tampering.map(Tampering::graspRange).orElse(Vector3.ZERO));
  }

  /**
   * Makes sure that this can happen to the task.
   *
   * @param task its name, for the message
   * @throws IllegalArgumentException if the kind needs what the task does not offer
   */
  public static void require(String task, PerturbationKind kind, Optional<Tampering> tampering) {
    if (!offers(kind, tampering)) {
      throw new IllegalArgumentException(
          "the perturbation %s cannot happen to %s here: choose of %s"
              .formatted(
                  kind.words(), task, PerturbationKind.known(other -> offers(other, tampering))));
    }
  }

  /** Whether this can happen to a task with that hand. */
  public static boolean offers(PerturbationKind kind, Optional<Tampering> tampering) {
    return !kind.tampers() || tampering.map(hand -> hand.kinds().contains(kind)).orElse(false);
  }

  public PerturbationKind kind() {
    return kind;
  }

  /** What goes wrong in the present episode, or in the one that is just over. */
  public Optional<Perturbation> perturbation() {
    return Optional.ofNullable(perturbation);
  }

  /** Whether it has happened in that episode while the policy acted. */
  public boolean struck() {
    return struck;
  }

  @Override
  public Observation reset(long seed) {
    Perturbation drawn = kind.draw(RandomStreams.of(seed, STREAM), room);
    perturbation = drawn;
    steps = 0;
    struck = false;
    if (drawn instanceof RegraspOffset offset) {
      hand().displaceGrasp(offset.p_E());
      struck = true;
    }
    return shown(inner.reset(seed));
  }

  @Override
  public Step step(float[] action) {
    if (perturbation instanceof Push push && push.step() == steps) {
      hand().pushHand(push.f_O(), push.seconds());
      struck = true;
    } else if (perturbation instanceof BoardShift shift && shift.step() == steps) {
      hand().shoveFixture(shift.p_B(), shift.yaw(), shift.seconds());
      struck = true;
    }
    struck |= spoilt;
    Step step = inner.step(action);
    steps++;
    return new Step(
        shown(step.observation()),
        step.action(),
        step.reward(),
        step.terminated(),
        step.truncated(),
        step.success(),
        step.gripperPenalty(),
        step.note());
  }

  private Tampering hand() {
    if (tampering == null) {
      throw new IllegalStateException(kind.words() + " without a hand to do it");
    }
    return tampering;
  }

  /** The newest observation, as the policy gets it. */
  private Observation shown(Observation seen) {
    if (!(perturbation instanceof OfImages spoiling) || !spoiling.covers(steps)) {
      spoilt = false;
      return seen;
    }
    spoilt = true;
    List<byte[]> images = new ArrayList<>(seen.images());
    byte[] image = images.get(spoiling.camera());
    images.set(spoiling.camera(), spoiling.spoil(image, spaces().imageSize()));
    return new Observation(seen.state(), images);
  }
}
