package org.serl4j.controller.ros1.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network whose cables can be pulled: this machine and others, which are network namespaces of
 * Linux, at a bridge in a namespace of its own. A cable that is pulled is a port taken out of the
 * bridge: packets vanish, and no end of a connection is told. Tests are skipped where there is no
 * right to make namespaces.
 */
public final class NetworkSwitch implements AutoCloseable {
  private static final String BRIDGE = "switch";
  private static final String HERE = "here";

  /**
   * One machine.
   *
   * @param launcher the beginning of a command that runs there
   * @param address its address
   */
  public record Machine(List<String> launcher, String address) {
    /** This machine, alone. */
    static final Machine LOOPBACK = new Machine(List.of(), "127.0.0.1");

    public Machine {
      launcher = List.copyOf(launcher);
    }
  }

  private final String space = "serl" + ProcessHandle.current().pid() % 1_000_000;
  // of the addresses that are meant for tests of networks
  private final String subnet = "198.18." + ProcessHandle.current().pid() % 256 + ".";
  private final Map<String, Machine> machines = new LinkedHashMap<>();

  /**
   * Connects machines to this one.
   *
   * @param names of machines, a few letters each
   */
  public NetworkSwitch(String... names) throws IOException {
    assumeTrue(done("ip netns add " + space), "no network namespaces here (root and iproute2)");
    try {
      assumeTrue(
          done("ip -n " + space + " link add " + BRIDGE + " type bridge"), "no bridges here");
      ip("-n " + space + " link set " + BRIDGE + " up");
      ip("link add " + space + " type veth peer name " + HERE + " netns " + space);
      ip("addr add " + subnet + "1/24 dev " + space);
      ip("link set " + space + " up");
      connect(HERE);
      machines.put(HERE, new Machine(List.of(), subnet + "1"));
      for (String name : names) {
        add(name);
      }
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void add(String name) throws IOException {
    String other = space + name;
    String address = subnet + (machines.size() + 1);
    ip("netns add " + other);
    machines.put(name, new Machine(List.of("ip", "netns", "exec", other), address));
    ip("-n " + space + " link add name " + name + " type veth peer name line netns " + other);
    ip("-n " + other + " addr add " + address + "/24 dev line");
    ip("-n " + other + " link set line up");
    ip("-n " + other + " link set lo up");
    connect(name);
  }

  private void connect(String name) throws IOException {
    ip("-n " + space + " link set dev " + name + " up master " + BRIDGE);
  }

  /** The machine of this name. */
  public Machine machine(String name) {
    return Objects.requireNonNull(machines.get(name), name);
  }

  /** The machine that the test runs on. */
  public Machine here() {
    return machine(HERE);
  }

  /** Pulls a machine's cable, or this machine's. */
  public void unplug(Machine machine) throws IOException {
    ip("-n " + space + " link set dev " + port(machine) + " nomaster");
  }

  /** Puts it back. */
  public void plug(Machine machine) throws IOException {
    connect(port(machine));
  }

  private String port(Machine machine) {
    return machines.entrySet().stream()
        .filter(entry -> entry.getValue().equals(machine))
        .findAny()
        .orElseThrow()
        .getKey();
  }

  private static boolean done(String command) throws IOException {
    return output(command).isEmpty();
  }

  private static void ip(String arguments) throws IOException {
    assertEquals("", output("ip " + arguments), () -> "ip " + arguments);
  }

  /** What a command says that has nothing to say when all is well. */
  private static String output(String command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true).start();
    } catch (IOException e) {
      return "it is not installed";
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int code = process.waitFor();
      return code == 0 ? said : said + " exit code " + code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during " + command, e);
    }
  }

  @Override
  public void close() throws IOException {
    List<String> spaces = new ArrayList<>(List.of(space));
    machines.keySet().stream()
        .filter(name -> !name.equals(HERE))
        .forEach(n -> spaces.add(space + n));
    done("ip link del " + space);
    for (String each : spaces) {
      done("ip netns del " + each);
    }
  }
}
