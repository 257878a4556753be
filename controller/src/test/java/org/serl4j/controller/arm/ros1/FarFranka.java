package org.serl4j.controller.arm.ros1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.ros1.RosSettings;
import org.serl4j.controller.ros1.client.NetworkSwitch;
import org.serl4j.controller.ros1.client.RosPeers;

/**
 * A fake robot on another machine of a {@link NetworkSwitch}: a program of its own, asked over its
 * standard input, which no cable carries.
 */
final class FarFranka {
  /**
   * What the robot has got.
   *
   * @param poses their number
   * @param p_OD the equilibrium position [m]
   * @param leap the longest way of the equilibrium position within a cycle of the robot's [m]
   * @param violations of the arm's bounds; "[]" for none
   */
  record Report(int poses, Vector3 p_OD, double leap, String violations) {
    private String line() {
      return String.join(
          " ",
          List.of(
              "report",
              String.valueOf(poses),
              String.valueOf(p_OD.x()),
              String.valueOf(p_OD.y()),
              String.valueOf(p_OD.z()),
              String.valueOf(leap),
              violations));
    }

    private static Report of(String line) {
      String[] parts = line.split(" ", 7);
      return new Report(
          Integer.parseInt(parts[1]),
          new Vector3(
              Double.parseDouble(parts[2]),
              Double.parseDouble(parts[3]),
              Double.parseDouble(parts[4])),
          Double.parseDouble(parts[5]),
          parts[6]);
    }
  }

  private final RosPeers peers;
  private final Process program;
  private int asked;

  FarFranka(RosPeers peers, NetworkSwitch.Machine machine) throws IOException {
    this.peers = peers;
    program =
        peers.start(
            machine,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            FarFranka.class.getName(),
            peers.settings().master().toString(),
            machine.address());
    RosPeers.await("the robot", () -> peers.printed(program).contains("ready"));
  }

  Report report() {
    return report(() -> {});
  }

  /**
   * @param meanwhile done again and again while the answer is awaited
   */
  Report report(Runnable meanwhile) {
    asked++;
    OutputStream in = program.getOutputStream();
    try {
      in.write('\n');
      in.flush();
    } catch (IOException e) {
      throw new IllegalStateException("the robot's program ended: " + peers.printed(program), e);
    }
    RosPeers.await(
        "a report",
        () -> {
          meanwhile.run();
          return reports().size() == asked;
        });
    return Report.of(reports().get(asked - 1));
  }

  private List<String> reports() {
    String printed = peers.printed(program);
    return printed
        .substring(0, printed.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith("report "))
        .toList();
  }

  /**
   * Answers each line with a report, until there are no more.
   *
   * @param args master and own address
   */
  public static void main(String[] args) throws IOException {
    try (FakeFranka robot = new FakeFranka(new RosSettings(URI.create(args[0]), args[1], "/"));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      robot.cuttable();
      System.out.println("ready");
      while (in.readLine() != null) {
        System.out.println(robot.report().line());
      }
    }
  }
}
