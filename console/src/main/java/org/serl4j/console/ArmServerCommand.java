package org.serl4j.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Pace;
import org.serl4j.controller.arm.serl.AccessToken;
import org.serl4j.controller.arm.serl.ArmServer;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.TaskCatalogue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** SERL's HTTP robot server over the simulated arm. */
@Command(
    name = "arm-server",
    description =
        "Serve the simulated arm by HTTP, with the routes of SERL's robot server: its environments"
            + " and ours work against it. Ctrl-C ends it.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ArmServerCommand implements Callable<Integer> {
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MOST_PORT = 65_535;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private CellOption cell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(names = "--task", paramLabel = "TASK", description = "Whose scene stands on the bench.")
  private String task = "peg-insertion";

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port to listen to; 0 takes a free one and says which.")
  private int port = 5000;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen at; another than loopback needs a token.")
  private String bind = "127.0.0.1";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Ask every request for the token in this file (Authorization: Bearer TOKEN).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--keep",
      paramLabel = "SECONDS",
      description =
          "How long the arm keeps pulling to the last pose when none follows; then it holds where"
              + " it stands.")
  private double keepSeconds = 10;

  @Override
  public Integer call() throws IOException {
    ArmServer.Settings settings = settings();
    Cell read = Cell.read(cellFile());
    PrintWriter out = spec.commandLine().getOut();
    try (SimulatedWorkcell workcell = new TaskCatalogue().openScene(task, read);
        ArmServer server = ArmServer.start(workcell, read, settings, line -> say(out, line))) {
      say(
          out,
          "the arm of cell '%s' is at http://%s:%d/ (Ctrl-C ends)"
              .formatted(read.name(), settings.address().getHostString(), server.port()));
      Pace pace = workcell.pace();
      while (!Thread.currentThread().isInterrupted()) {
        pace.advanceTo(pace.nowNs() + LOOK_NS);
        server.requireRunning();
      }
    }
    return 0;
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private Path cellFile() {
    try {
      return cell.file(task);
    } catch (IllegalArgumentException e) {
      throw misused(e);
    }
  }

  private ArmServer.Settings settings() {
    if (port < 0 || port > MOST_PORT) {
      throw misused(new IllegalArgumentException("--port " + port + ": from 0 to " + MOST_PORT));
    }
    try {
      Optional<AccessToken> token = Optional.ofNullable(tokenFile).map(AccessToken::read);
      return new ArmServer.Settings(
          new InetSocketAddress(bind, port), token, Math.round(keepSeconds * 1000));
    } catch (IllegalArgumentException e) {
      throw misused(e);
    }
  }

  private CommandLine.ParameterException misused(IllegalArgumentException e) {
    return new CommandLine.ParameterException(spec.commandLine(), Main.firstLine(e), e);
  }
}
