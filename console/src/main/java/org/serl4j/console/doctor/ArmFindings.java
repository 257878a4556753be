package org.serl4j.console.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.ArmState;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.Gripper;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.SafetyConfig;
import org.serl4j.tasks.TaskCatalogue;

/** What the arm and its gripper say, against the cell's file. */
final class ArmFindings {
  /** A state older than this is not acted on: one step of a policy [ms]. */
  private static final double OLDEST_MS = 100;

  /** Below this the reference of a policy's step would jump between states [Hz]. */
  private static final double LEAST_RATE_HZ = 20;

  /** An arm that moves faster is not at rest [m/s]. */
  private static final double REST = 0.005;

  /** Of its limits on forces that an arm with the right payload may feel in the air. */
  private static final double FREE_SHARE = 0.5;

  /** From a joint's limit: SERL's tasks need some way to go [rad]. */
  private static final double NEAR_LIMIT = 0.1;

  /** Of the box's sides in characters. */
  private static final int BAR = 41;

  private final Cell cell;
  private final Watch watch;
  private final ArmState newest;

  private ArmFindings(Cell cell, Watch watch) {
    this.cell = cell;
    this.watch = watch;
    newest = watch.states().get(watch.states().size() - 1);
  }

  static List<Finding> of(Cell cell, Workcell workcell, Watch watch) {
    ArmFindings findings = new ArmFindings(cell, watch);
    List<Finding> all = new ArrayList<>();
    all.add(findings.states());
    all.add(fault(workcell.arm().fault()));
    all.add(findings.joints());
    all.add(findings.workspace());
    TaskCatalogue.target(cell).ifPresent(X_OT -> all.add(findings.target(X_OT)));
    all.add(findings.rest());
    all.add(findings.contact());
    all.add(gripper(cell, workcell.gripper()));
    all.add(findings.compliance());
    return all;
  }

  private Finding states() {
    Timing timing = watch.arm();
    boolean steady = timing.rateHz() >= LEAST_RATE_HZ && timing.worstAgeMs() <= OLDEST_MS;
    String words = timing.words("states");
    return Finding.of(
        steady,
        "arm",
        steady
            ? words
            : words
                + ": at least %.0f a second, none older than %.0f ms, are needed; look for other programs on this machine and at the link to the arm"
                    .formatted(LEAST_RATE_HZ, OLDEST_MS));
  }

  private static Finding fault(Optional<ArmFault> fault) {
    return fault
        .map(standing -> Finding.failed("fault", standing.kind() + ": " + standing.message()))
        .orElse(Finding.ok("fault", "none stands"));
  }

  private Finding joints() {
    double[] low = cell.arm().limits().qLow().toArray();
    double[] high = cell.arm().limits().qHigh().toArray();
    double[] q = newest.q();
    int nearest = 0;
    double room = Double.POSITIVE_INFINITY;
    for (int i = 0; i < q.length; i++) {
      double here = Math.min(q[i] - low[i], high[i] - q[i]);
      if (here < room) {
        nearest = i;
        room = here;
      }
    }
    String words =
        String.format(
            Locale.ROOT,
            "nearest to a limit is joint %d: %.2f rad between %.2f and %.2f",
            nearest + 1,
            q[nearest],
            low[nearest],
            high[nearest]);
    boolean finite = DoubleStream.of(q).allMatch(Double::isFinite);
    if (!finite || room < 0) {
      return Finding.failed("joints", finite ? words : "a position is not a number");
    }
    return room < NEAR_LIMIT
        ? Finding.note("joints", words + ", %.2f rad of room".formatted(room))
        : Finding.ok("joints", words);
  }

  /** The end effector in the safety box, drawn an axis a line. */
  private Finding workspace() {
    SafetyConfig.Box box = cell.safety().box();
    Vector3 p = newest.X_OE().p();
    Rotation R = newest.X_OE().R();
    double[] at = {p.x(), p.y(), p.z()};
    double[] low = {box.low().x(), box.low().y(), box.low().z()};
    double[] high = {box.high().x(), box.high().y(), box.high().z()};
    List<String> bars = new ArrayList<>();
    boolean inside = true;
    double room = Double.POSITIVE_INFINITY;
    for (int axis = 0; axis < at.length; axis++) {
      bars.add(bar("xyz".substring(axis, axis + 1), at[axis], low[axis], high[axis]));
      double here = Math.min(at[axis] - low[axis], high[axis] - at[axis]);
      inside &= here >= 0;
      room = Math.min(room, here);
    }
    String where =
        String.format(
            Locale.ROOT,
            "end effector at [%.4f, %.4f, %.4f] m, turned [%.4f, %.4f, %.4f, %.4f]",
            at[0],
            at[1],
            at[2],
            R.w(),
            R.x(),
            R.y(),
            R.z());
    Finding finding =
        inside
            ? Finding.ok(
                "workspace",
                String.format(Locale.ROOT, "%s, %.0f mm inside the safety box", where, 1000 * room))
            : Finding.failed(
                "workspace",
                where
                    + String.format(
                        Locale.ROOT,
                        ", %.0f mm outside the safety box: move it in by hand, or correct safety.box",
                        -1000 * room));
    return finding.drawn(bars);
  }

  /** How far the end effector stands from where the part is in its place. */
  private Finding target(RigidTransform X_OT) {
    RigidTransform X_TE = X_OT.inverse().times(newest.X_OE());
    return Finding.ok(
        "target",
        String.format(
            Locale.ROOT,
            "the end effector is %.1f mm and %.3f rad from where a part is in its place",
            1000 * X_TE.p().norm(),
            X_TE.R().log().norm()));
  }

  /** {@code x 0.250 [------*-----] 0.750 m}; an arrow where it is outside. */
  static String bar(String axis, double at, double low, double high) {
    StringBuilder line = new StringBuilder("-".repeat(BAR));
    long cell = Math.round((at - low) / (high - low) * (BAR - 1));
    if (cell < 0) {
      line.setCharAt(0, '<');
    } else if (cell >= BAR) {
      line.setCharAt(BAR - 1, '>');
    } else {
      line.setCharAt((int) cell, '*');
    }
    return String.format(Locale.ROOT, "%s %6.3f [%s] %.3f m", axis, low, line, high);
  }

  private Finding rest() {
    double fastest =
        watch.states().stream().mapToDouble(s -> s.V_OE_O().v().norm()).max().orElse(0);
    String words =
        String.format(Locale.ROOT, "end effector moved at most %.1f mm/s", 1000 * fastest);
    return fastest <= REST
        ? Finding.ok("rest", words)
        : Finding.failed("rest", words + ": somebody moves it, or it does not hold; wait and look");
  }

  private Finding contact() {
    double force = newest.F_E_E().f().norm();
    double torque = newest.F_E_E().t().norm();
    double mostForce = FREE_SHARE * cell.safety().contactForce();
    double mostTorque = FREE_SHARE * cell.safety().contactTorque();
    String words =
        String.format(
            Locale.ROOT,
            "%.1f N, %.2f Nm at the end effector; the arm stops at %.0f N, %.0f Nm",
            force,
            torque,
            cell.safety().contactForce(),
            cell.safety().contactTorque());
    return force <= mostForce && torque <= mostTorque
        ? Finding.ok("contact", words)
        : Finding.failed(
            "contact", words + ": it touches something, or the payload on the arm is wrong");
  }

  private static Finding gripper(Cell cell, Gripper port) {
    Optional<String> complaint = port.complaint();
    if (complaint.isPresent()) {
      return Finding.failed("gripper", complaint.get());
    }
    GripperState gripper = port.measured();
    double open = cell.gripper().openWidth();
    String words =
        String.format(
            Locale.ROOT,
            "%.1f mm of %.1f mm open, %s",
            1000 * gripper.widthM(),
            1000 * open,
            gripper.activity().name().toLowerCase(Locale.ROOT));
    boolean possible =
        Double.isFinite(gripper.widthM())
            && gripper.widthM() >= -0.002
            && gripper.widthM() <= open + 0.01;
    return Finding.of(possible, "gripper", words);
  }

  private Finding compliance() {
    Compliance law = cell.compliance();
    return Finding.ok(
        "compliance",
        String.format(
            Locale.ROOT,
            "%.0f N/m and %.0f Nm/rad until a task sets its own: at most %.0f N along x, %.0f N along z",
            law.translationalStiffness(),
            law.rotationalStiffness(),
            law.translationalStiffness() * Math.max(law.clip().x(), law.clip().negX()),
            law.translationalStiffness() * Math.max(law.clip().z(), law.clip().negZ())));
  }
}
