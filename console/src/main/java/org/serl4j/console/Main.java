package org.serl4j.console;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: commands, exit codes, one clear line for every failure. */
@Command(
    name = "serl4j",
    description = "Real-time robotic reinforcement learning.",
    mixinStandardHelpOptions = true,
    version = "serl4j 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      RecordCommand.class,
      EvaluateCommand.class,
      ViewCommand.class,
      BenchCommand.class,
      ResetCommand.class,
      DoctorCommand.class,
      RewardCommand.class,
      ArmServerCommand.class,
      SimArmCommand.class,
      ReproduceCommand.class
    })
public final class Main implements Runnable {
  static final int FAILED = 1;
  static final int NOT_UNDERSTOOD = 2;

  /** Commands of the design that later work brings, and what they will do. */
  private static final Map<String, String> NOT_YET =
      new TreeMap<>(
          Map.of(
              "learner", "the learner on another machine",
              "actor", "the actor on another machine"));

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean verbose;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** Runs one command and exits. */
  public static void main(String[] arguments) {
    Path home = Path.of(System.getProperty("serl4j.home", "."));
    CommandLine line = commandLine(home);
    int code = line.execute(arguments);
    line.getOut().flush();
    System.exit(code);
  }

  /**
   * The command line, ready to execute.
   *
   * @param home the program's folder, where the cells are
   */
  public static CommandLine commandLine(Path home) {
    Main main = new Main();
    CommandLine line = new CommandLine(main, new CommandFactory(home));
    NOT_YET.forEach((name, what) -> line.addSubcommand(name, NotYetThere.command(name, what)));
    CommandLine dataset =
        new CommandLine(DatasetCommand.class, line.getFactory())
            .addSubcommand(
                "export", NotYetThere.command("dataset export", "other formats of a data set"))
            .addSubcommand(
                "import", NotYetThere.command("dataset import", "data sets recorded elsewhere"));
    line.addSubcommand(dataset);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, arguments) -> notUnderstood(e));
    line.setExecutionExceptionHandler((e, command, result) -> main.failed(e, command));
    return line;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
  }

  private static int notUnderstood(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "serl4j: "
                + firstLine(e)
                + " (try '"
                + command.getCommandSpec().qualifiedName()
                + " --help')");
    command.getErr().flush();
    return NOT_UNDERSTOOD;
  }

  private int failed(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    boolean ours = !isProgrammersError(e);
    err.println(
        "serl4j: "
            + (ours ? firstLine(e) : "internal error: " + e)
            + (ours || verbose ? "" : " (--verbose shows where)"));
    if (verbose) {
      e.printStackTrace(err);
    }
    err.flush();
    return FAILED;
  }

  private static boolean isProgrammersError(Exception e) {
    return e.getMessage() == null
        || e instanceof NullPointerException
        || e instanceof IndexOutOfBoundsException
        || e instanceof ClassCastException;
  }

  static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
