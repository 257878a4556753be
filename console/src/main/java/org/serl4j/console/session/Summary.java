package org.serl4j.console.session;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended; {@code summary.json}.
 *
 * @param task its name
 * @param seed of the run
 * @param envSteps environment steps of training
 * @param criticUpdates critic updates
 * @param wallSeconds wall time of the whole session: demonstrations, training, evaluation [s]
 * @param robotSeconds time on the robot's clock until training ended, resets and demonstrations
 *     included [s]
 * @param corrections of an operator, in training
 * @param evaluation of the final policy, by its most likely actions
 * @param sampledEvaluation of the same policy on the same scenes by actions drawn as in training: a
 *     policy that presses into contact may need its noise; null where none was made
 * @param commit of the program
 * @param options what the operator chose, and every hyperparameter
 */
@JsonPropertyOrder({
  "task",
  "seed",
  "envSteps",
  "criticUpdates",
  "wallSeconds",
  "robotSeconds",
  "corrections",
  "evaluation",
  "sampledEvaluation",
  "commit",
  "options"
})
public record Summary(
    String task,
    long seed,
    long envSteps,
    long criticUpdates,
    double wallSeconds,
    double robotSeconds,
    Corrections corrections,
    Evaluation evaluation,
    @Nullable Evaluation sampledEvaluation,
    String commit,
    Map<String, Object> options) {
  public static final String FILE = "summary.json";
}
