package org.serl4j.tasks.arm;

import java.util.ArrayList;
import java.util.List;
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

  /** What is taken out again stays in for so many steps. */
  int LEAST_STAY = 2;

  int MOST_STAY = 12;

  int NEW_AIM_STEPS = 8;

  /** Goes for another place from the next action on. */
  void aim(A aim);

  /** How deep what it holds is in the fixture now [m]. */
  double depth();

  /** Chooses the aim of every step. */
  @FunctionalInterface
  interface Script<A> {
    A aim(int step, double depth);

    /** One aim for the whole episode. */
    static <A> Script<A> steady(A aim) {
      return (step, depth) -> aim;
    }

    /**
     * In, for some steps, and out again.
     *
     * @param in the aim until then
     * @param out draws the aim behind it
     * @param inDepth from which depth on it counts as in [m]
     */
    static <A> Script<A> inAndOut(
        SplittableRandom random, A in, Function<SplittableRandom, A> out, double inDepth) {
      int stay = random.nextInt(LEAST_STAY, MOST_STAY + 1);
      A away = out.apply(random);
      int[] inside = {0};
      return (step, depth) -> {
        if (depth >= inDepth) {
          inside[0]++;
        }
        return inside[0] > stay ? away : in;
      };
    }

    /** Another aim after every few steps. */
    static <A> Script<A> wander(Supplier<A> aims) {
      List<A> now = new ArrayList<>();
      return (step, depth) -> {
        if (step % NEW_AIM_STEPS == 0) {
          now.clear();
          now.add(aims.get());
        }
        return now.get(0);
      };
    }
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
