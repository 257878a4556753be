package org.serl4j.tasks.arm;

import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.serl4j.agent.RandomStreams;
import org.serl4j.tasks.OpenTask.Demonstrator;
import org.serl4j.tasks.OpenTask.Rehearsal;

/**
 * A scripted hand that goes wherever it is told to, in the manner of the task's expert, so that
 * contacts, lag and noise of a narrow miss are those of a success.
 *
 * @param <A> what it can be told
 */
public interface AimedHand<A> extends Supplier<float[]> {
  /** Keeps the draws of the aim apart from those of the noise. */
  long AIM_STREAM = 2;

  /** Goes for another place from the next action on. */
  void aim(A aim);

  /** How deep what it holds is in the fixture now [m]. */
  double depth();

  /** Chooses the aim of every step. */
  @FunctionalInterface
  interface Script<A> {
    A aim(int step, double depth);
  }

  /** Takes a hand for the episode just begun. */
  @FunctionalInterface
  interface Maker<A> {
    AimedHand<A> begin(double noise, long seed);
  }

  /**
   * A rehearsal that follows a script.
   *
   * @param hands makes the hand
   * @param author writes the script of one episode
   */
  static <A> Rehearsal rehearsal(
      String name, int share, Maker<A> hands, Function<SplittableRandom, Script<A>> author) {
    Demonstrator player =
        (noise, seed) -> {
          AimedHand<A> hand = hands.begin(noise, seed);
          Script<A> script = author.apply(RandomStreams.of(seed, AIM_STREAM));
          return new Supplier<>() {
            private int step;

            @Override
            public float[] get() {
              hand.aim(script.aim(step++, hand.depth()));
              return hand.get();
            }
          };
        };
    return new Rehearsal(name, share, player);
  }
}
