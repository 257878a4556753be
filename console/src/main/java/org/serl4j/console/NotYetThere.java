package org.serl4j.console;

import org.serl4j.console.session.SessionException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Stands for a command that the design names and nobody has built yet. */
final class NotYetThere implements Runnable {
  private final String message;

  private NotYetThere(String message) {
    this.message = message;
  }

  static CommandLine command(String name, String what) {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(
            new NotYetThere("'" + name + "' is not yet there: it will bring " + what));
    spec.usageMessage().description("Not yet there: " + what + ".");
    CommandLine line = new CommandLine(spec);
    line.setUnmatchedArgumentsAllowed(true);
    return line;
  }

  @Override
  public void run() {
    throw new SessionException(message);
  }
}
