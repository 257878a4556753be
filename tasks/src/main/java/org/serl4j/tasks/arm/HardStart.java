package org.serl4j.tasks.arm;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.serl4j.tasks.ResetTest;
import org.serl4j.tasks.ResetTest.Trial;

/** A state of the bench from which a reset is hard. */
public interface HardStart {
  /** In a few words. */
  String words();

  /** A reset from here takes longer than this [s]. */
  double resetSeconds();

  /** The routine that this state calls for; empty if what every reset runs is enough. */
  String calledRoutine();

  /** A reset from such a state. */
  @FunctionalInterface
  interface Try<S extends HardStart> {
    /**
     * @param brokenOff whether another one is broken off before it
     */
    Trial trial(S state, boolean brokenOff, RandomGenerator random);
  }

  /**
   * Trials from these states in turn, every other round of them broken off first.
   *
   * @param states all that there are
   * @param routine that the states must call for; null for any. For one that no state calls for,
   *     which every reset runs, all of them
   */
  static <S extends HardStart> ResetTest.Trials turns(
      S[] states, @Nullable String routine, Try<S> reset) {
    List<S> calling = Arrays.stream(states).filter(s -> s.calledRoutine().equals(routine)).toList();
    List<S> turns = calling.isEmpty() ? List.of(states) : calling;
    return (number, random) ->
        reset.trial(turns.get(number % turns.size()), number / turns.size() % 2 == 1, random);
  }
}
