package org.serl4j.console;

import org.serl4j.console.session.SessionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The interactive window. */
@Command(
    name = "view",
    description = "Watch a task or the policy of a run in a window.",
    mixinStandardHelpOptions = true)
final class ViewCommand implements Runnable {
  @Parameters(index = "0", paramLabel = "TASK|RUN", description = "What to watch.")
  private String what = "";

  @Override
  public void run() {
    throw new SessionException("'view " + what + "' is not yet there: watch the run's film");
  }
}
