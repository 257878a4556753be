package org.serl4j.agent.intervention;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;

/**
 * Stands in for a person: takes over now and then, and when an episode takes too long, and does
 * what a scripted expert would do for a random number of steps. When it takes over depends on the
 * episode's seed alone. Not thread-safe.
 */
public final class ScriptedOperator implements Operator {
  /**
   * How often and how long it takes over.
   *
   * @param chance probability of taking over in a step of the policy, from 0 to 1
   * @param patienceSteps steps of an episode after which it takes over in any case, whenever the
   *     policy has had {@code shortest} steps of its own; at least 1
   * @param shortest fewest steps of a correction, at least 1
   * @param longest most steps of a correction, at least {@code shortest}
   */
  public record Habits(double chance, int patienceSteps, int shortest, int longest) {
    public Habits {
      if (!(chance >= 0 && chance <= 1)) {
        throw new IllegalArgumentException("chance = " + chance + " a step, from 0 to 1");
      }
      if (patienceSteps < 1) {
        throw new IllegalArgumentException("patienceSteps = " + patienceSteps + ", at least 1");
      }
      if (shortest < 1 || longest < shortest) {
        throw new IllegalArgumentException(
            "corrections from %d to %d steps: at least 1, the longest not below the shortest"
                .formatted(shortest, longest));
      }
    }

    /**
     * For a person's rhythm at ten steps a second: a correction of half a second to two seconds
     * about every five seconds, and from half of the episode on whenever the policy had its turn.
     */
    public static Habits forEpisodesOf(int maxSteps) {
      return new Habits(0.02, Math.max(1, maxSteps / 2), 5, 20);
    }
  }

  private final LongFunction<Supplier<float[]>> expert;
  private final Habits habits;
  private SplittableRandom random = new SplittableRandom(0);
  private @Nullable Supplier<float[]> hand;
  private int step;
  private int correctionLeft;
  private int policySteps;

  /**
   * @param expert makes, for the episode just begun and a seed of its noise, what gives one action
   *     before each step
   */
  public ScriptedOperator(LongFunction<Supplier<float[]>> expert, Habits habits) {
    this.expert = expert;
    this.habits = habits;
  }

  @Override
  public void begun(Observation first, long seed) {
    random = new SplittableRandom(seed);
    hand = expert.apply(random.nextLong());
    step = 0;
    correctionLeft = 0;
    policySteps = 0;
  }

  @Override
  public Optional<float[]> correction(Observation seen, float[] policyAction) {
    Supplier<float[]> current = hand;
    if (current == null) {
      throw new IllegalStateException("no episode is running");
    }
    float[] action = current.get(); // in every step: experts keep track of the episode
    if (correctionLeft == 0 && wantsToTakeOver()) {
      correctionLeft = random.nextInt(habits.shortest, habits.longest + 1);
    }
    step++;
    if (correctionLeft == 0) {
      policySteps++;
      return Optional.empty();
    }
    correctionLeft--;
    policySteps = 0;
    return Optional.of(action);
  }

  private boolean wantsToTakeOver() {
    boolean byChance = random.nextDouble() < habits.chance;
    boolean impatient = step >= habits.patienceSteps && policySteps >= habits.shortest;
    return byChance || impatient;
  }
}
