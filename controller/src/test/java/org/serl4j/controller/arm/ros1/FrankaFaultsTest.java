package org.serl4j.controller.arm.ros1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.client.RosClients;
import org.serl4j.controller.ros1.client.RosPeers;
import org.serl4j.controller.ros1.message.PoseStamped;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.GripperDriver;
import org.serl4j.hardware.ReferenceClip;

/** What breaks between the robot's programs and us, and comes back. */
class FrankaFaultsTest extends FrankaTest {
  /** Generous for a machine that does other things too: an unloaded one needs half a second. */
  private static final long BACK_NS = 2_000_000_000;

  @BeforeEach
  void depart() {
    bench.underWay(FAR);
  }

  /** How long it takes until poses come again [ns]. */
  private long back() {
    long startNs = System.nanoTime();
    int before = bench.robot.poses();
    RosPeers.await(
        "poses again",
        () -> {
          bench.arm.recover();
          bench.arm.moveTo(NEAR);
          return bench.robot.poses() > before;
        });
    return System.nanoTime() - startNs;
  }

  @Test
  void shouldGoOnWhileTheMasterIsAwayAndAfterItCameBack() throws Exception {
    peers.killMaster();
    bench.go(NEAR);
    peers.resumeMaster();
    bench.go(FrankaBench.away(-0.04, 0.02, 0));
    assertEquals(Optional.empty(), bench.arm.fault());
    bench.robot.assertSmooth();
  }

  @Test
  void shouldStopWithoutAControllerAndComeBackWithIt() {
    bench.robot.stopListening();
    ArmFault fault = bench.fault(FAR);
    assertEquals(ArmFault.Kind.COMMUNICATION, fault.kind());
    assertTrue(fault.message().startsWith("nobody listens on "), fault.message());
    bench.robot.listen();
    assertTrue(back() < BACK_NS);
    bench.go(NEAR);
    bench.robot.assertSmooth();
  }

  @Test
  void shouldStopWithoutStatesAndComeBackWithThem() {
    bench.robot.silence();
    ArmFault fault = bench.fault(FAR);
    assertEquals(ArmFault.Kind.COMMUNICATION, fault.kind());
    assertTrue(fault.message().startsWith("the newest state is "), fault.message());
    bench.robot.speak();
    assertTrue(back() < BACK_NS);
    bench.go(NEAR);
    bench.robot.assertSmooth();
  }

  @Test
  void shouldNotMoveAnAnewBegunControllerBeforeItHasItsGains() {
    bench.robot.taking(
        asked -> {
          throw new IllegalStateException("not now");
        });
    bench.robot.stopListening();
    bench.fault(FAR);
    bench.robot.listen();
    int before = bench.robot.poses();
    bench.arm.recover();
    ArmFault fault = bench.fault(NEAR);
    assertTrue(fault.message().contains("the gains could not be set"), fault.message());
    assertTrue(fault.message().contains("not now"), fault.message());
    assertEquals(before, bench.robot.poses());
    bench.robot.taking(UnaryOperator.identity());
    assertTrue(back() < BACK_NS);
    bench.robot.assertSmooth();
  }

  @Test
  void shouldKeepItsBeatWhileTheControllerIsSlowToAnswer() {
    CountDownLatch answers = new CountDownLatch(1);
    bench.robot.taking(
        asked -> {
          try {
            answers.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return asked;
        });
    bench.arm.comply(
        new Compliance(1000, 89, 150, 7, 0, 0, ReferenceClip.symmetric(.01, .01, .01, .1, .1, .1)));
    RosPeers.await("the call", () -> bench.robot.parameters().containsValue(1000.0));
    bench.underWay(NEAR);
    answers.countDown();
    bench.go(NEAR);
    bench.robot.assertSmooth();
  }

  /** Such as a recording whose disk is full. */
  @Test
  void shouldNotWaitForAnotherListenerThatReadsNothing() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    AtomicInteger stuck = new AtomicInteger();
    try (RosNode slow = peers.node("/slow")) {
      slow.subscribe(
          "/cartesian_impedance_controller/equilibrium_pose",
          PoseStamped.TYPE,
          pose -> {
            stuck.incrementAndGet();
            try {
              reads.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      bench.go(NEAR);
      RosPeers.await("the first pose", () -> stuck.get() == 1);
      bench.go(FrankaBench.away(-0.04, 0.02, 0));
      assertEquals(1, stuck.get());
      reads.countDown();
    }
    bench.robot.assertSmooth();
  }

  /** Ages are counted from a state's arrival, whatever is stamped on it. */
  @Test
  void shouldNotMindARobotWhoseClockIsSet() {
    long hourNs = TimeUnit.HOURS.toNanos(1);
    for (long ns : new long[] {5 * hourNs, 6 * hourNs, 4 * hourNs}) {
      bench.robot.clock(ns);
      bench.underWay(FAR);
      bench.go(NEAR);
    }
    bench.robot.clock(7 * hourNs);
    bench.underWay(FAR);
    bench.robot.silence(); // from the future, and old all the same
    assertTrue(bench.fault(FAR).message().startsWith("the newest state is "));
    bench.robot.speak();
    bench.robot.clock(3 * hourNs);
    assertTrue(back() < BACK_NS);
    bench.robot.assertSmooth();
  }

  /** Ours are stamps for others to read, and ids that must not come again. */
  @Test
  void shouldNotMindItsOwnClockBeingSet() {
    long hourNs = TimeUnit.HOURS.toNanos(1);
    for (long ns : new long[] {hourNs, -hourNs}) {
      bench.underWay(FAR);
      bench.setOurClock(ns);
      bench.go(NEAR);
      assertEquals(Optional.empty(), bench.arm.fault());
      long error = bench.robot.commandStampNs() - FrankaNode.wallNs() - ns;
      assertTrue(Math.abs(error) < hourNs / 2, "the stamps follow the clock: " + error);
    }
    bench.robot.silence();
    assertTrue(bench.fault(FAR).message().startsWith("the newest state is "));
    bench.setOurClock(hourNs);
    bench.robot.speak();
    bench.setOurClock(-2 * hourNs);
    assertTrue(back() < BACK_NS);
    bench.robot.assertSmooth();
  }

  /** A publisher of another type on the topic of states. */
  @Test
  void shouldSayWhatIsWrongWithStatesThatItCannotRead() throws Exception {
    Cell cell = FrankaBench.cell(peers.settings(), GripperDriver.NONE, Optional.empty());
    bench.robot.silence();
    bench
        .robot
        .node()
        .publish("/franka_state_controller/franka_states", PoseStamped.TYPE, false, 1);
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> FrankaBench.connect(cell));
    String line = String.valueOf(refusal.getMessage());
    assertTrue(line.startsWith("no state comes from /franka_state_controller/"), line);
    assertTrue(line.contains("md5"), line);
  }

  /** The master ends whoever had a name before; of two programs that drive a robot, one goes on. */
  @Test
  void shouldSayThatAnotherProgramTookItsName() throws Exception {
    try (RosNode other = RosClients.open(peers.settings(), FrankaNode.NAME)) {
      other.publish("/of_the_other", PoseStamped.TYPE, false, 1);
      ArmFault fault = bench.fault(FAR);
      assertEquals(ArmFault.Kind.COMMUNICATION, fault.kind());
      assertTrue(
          fault.message().startsWith("the node /serl4j was shut down from outside: end the other"),
          fault.message());
      bench.robot.assertSmooth();
    }
  }
}
