package org.serl4j.console;

import java.nio.file.Path;
import org.serl4j.console.dataset.DatasetCheck;
import org.serl4j.console.session.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with a data set. */
@Command(
    name = "dataset",
    description = "Check a recorded data set.",
    mixinStandardHelpOptions = true)
final class DatasetCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do with the data set: check, export or import");
  }

  @Command(
      name = "check",
      description = "Read everything back and compare it with what was recorded.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(paramLabel = "DIR", description = "The data set.") Path folder) {
    Progress progress = Progress.to(spec.commandLine().getOut());
    DatasetCheck check = DatasetCheck.of(folder, progress::readBack);
    progress.say(check.summary());
    for (String problem : check.problems()) {
      progress.say("  " + problem);
    }
    return check.isWhole() ? 0 : Main.FAILED;
  }
}
