package org.serl4j.console;

import org.serl4j.console.session.SessionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast this machine is. */
@Command(
    name = "bench",
    description = "Measure simulation, inference and updates on this machine.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Override
  public void run() {
    throw new SessionException("'bench' is not yet there" + (json ? " (--json)" : ""));
  }
}
