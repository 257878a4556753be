package org.serl4j.console;

import org.serl4j.console.session.SessionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The long proofs of docs/results.md. */
@Command(
    name = "reproduce",
    description = "Repeat a result of docs/results.md.",
    mixinStandardHelpOptions = true)
final class ReproduceCommand implements Runnable {
  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the result.")
  private String name = "";

  @Override
  public void run() {
    throw new SessionException("'reproduce " + name + "' is not yet there");
  }
}
