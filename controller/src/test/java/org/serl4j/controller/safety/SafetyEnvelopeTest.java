package org.serl4j.controller.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;

class SafetyEnvelopeTest {
  private static final double TOLERANCE = 2 * SafetyEnvelope.TOLERANCE;
  private static final Vector3 HALF = new Vector3(0.1, 0.2, 0.15);
  private static final Vector3 TURN = new Vector3(0.01, 0.2, 0.5);
  private static final Workspace.Box MIDDLE =
      new Workspace.Box(new Vector3(-0.03, -0.05, -0.2), new Vector3(0.04, 0.06, 0.05));

  private static final Vector3 FAR = new Vector3(0.7, 0.7, 0.7);
  private static final Vector3 FREE = new Vector3(4, 4, 4);
  private static final Workspace CELL =
      new Workspace(RigidTransform.IDENTITY, FAR.times(-1), FAR, FREE.times(-1), FREE, List.of());

  @Provide
  Arbitrary<Vector3> vectors() {
    Arbitrary<Double> component = Arbitraries.doubles().between(-0.5, 0.5).ofScale(9);
    return Combinators.combine(component, component, component).as(Vector3::new);
  }

  @Provide
  Arbitrary<RigidTransform> poses() {
    return Combinators.combine(vectors(), vectors())
        .as((r, p) -> new RigidTransform(Rotation.exp(r.times(6)), p));
  }

  private static Workspace task(RigidTransform X_OW, Workspace.Box... keepOut) {
    return new Workspace(X_OW, HALF.times(-1), HALF, TURN.times(-1), TURN, List.of(keepOut));
  }

  private static SafetyEnvelope envelope(Workspace task) {
    return new SafetyEnvelope(List.of(task, CELL));
  }

  private static void assertInside(Workspace w, RigidTransform X_OE) {
    RigidTransform X_WE = w.X_OW().inverse().times(X_OE);
    assertBetween(w.low(), X_WE.p(), w.high());
    assertBetween(w.rotationLow(), X_WE.R().log(), w.rotationHigh());
    for (Workspace.Box box : w.keepOut()) {
      assertFalse(strictlyInside(box, X_WE.p()), () -> X_WE.p() + " is in " + box);
    }
  }

  private static void assertBetween(Vector3 low, Vector3 v, Vector3 high) {
    assertTrue(v.x() >= low.x() - TOLERANCE && v.x() <= high.x() + TOLERANCE, v::toString);
    assertTrue(v.y() >= low.y() - TOLERANCE && v.y() <= high.y() + TOLERANCE, v::toString);
    assertTrue(v.z() >= low.z() - TOLERANCE && v.z() <= high.z() + TOLERANCE, v::toString);
  }

  private static boolean strictlyInside(Workspace.Box box, Vector3 p) {
    return p.x() > box.low().x() + TOLERANCE
        && p.x() < box.high().x() - TOLERANCE
        && p.y() > box.low().y() + TOLERANCE
        && p.y() < box.high().y() - TOLERANCE
        && p.z() > box.low().z() + TOLERANCE
        && p.z() < box.high().z() - TOLERANCE;
  }

  @Property
  void shouldAlwaysEndInside(
      @ForAll("poses") RigidTransform X_OW, @ForAll("poses") RigidTransform X_WD) {
    Workspace task = task(new RigidTransform(X_OW.R(), X_OW.p().times(0.5)), MIDDLE);
    RigidTransform clipped = envelope(task).clip(task.X_OW().times(X_WD));
    assertInside(task, clipped);
    assertInside(CELL, clipped);
  }

  @Property
  void shouldLeaveAClippedPoseAlone(
      @ForAll("poses") RigidTransform X_OW, @ForAll("poses") RigidTransform X_WD) {
    SafetyEnvelope envelope = envelope(task(X_OW.times(X_OW.inverse()), MIDDLE));
    RigidTransform once = envelope.clip(X_WD);
    assertSame(once, envelope.clip(once));
  }

  @Property
  void shouldLeaveAPoseInsideUntouched(
      @ForAll("poses") RigidTransform X_OW, @ForAll("vectors") Vector3 share) {
    Workspace task = task(new RigidTransform(X_OW.R(), X_OW.p().times(0.5)));
    // |share| <= 0.5 on each axis
    Vector3 p =
        new Vector3(2 * share.x() * HALF.x(), 2 * share.y() * HALF.y(), 2 * share.z() * HALF.z());
    Vector3 r =
        new Vector3(2 * share.z() * TURN.x(), 2 * share.x() * TURN.y(), 2 * share.y() * TURN.z());
    RigidTransform X_OD = task.X_OW().times(new RigidTransform(Rotation.exp(r), p));
    assertSame(X_OD, envelope(task).clip(X_OD));
  }

  @Property
  void shouldClipEachAxisOfTheBoxByItself(@ForAll("vectors") Vector3 p) {
    RigidTransform clipped =
        envelope(task(RigidTransform.IDENTITY)).clip(new RigidTransform(Rotation.IDENTITY, p));
    assertEquals(Math.max(-0.1, Math.min(0.1, p.x())), clipped.p().x(), TOLERANCE);
    assertEquals(Math.max(-0.2, Math.min(0.2, p.y())), clipped.p().y(), TOLERANCE);
    assertEquals(Math.max(-0.15, Math.min(0.15, p.z())), clipped.p().z(), TOLERANCE);
  }

  @Property
  void shouldClipEachComponentOfTheRotationVectorByItself(
      @ForAll("poses") RigidTransform X_OW, @ForAll("vectors") Vector3 r) {
    RigidTransform X_OW_near = new RigidTransform(X_OW.R(), Vector3.ZERO);
    RigidTransform X_OD = X_OW_near.times(new RigidTransform(Rotation.exp(r), Vector3.ZERO));
    RigidTransform clipped = envelope(task(X_OW_near)).clip(X_OD);
    Vector3 turned = X_OW_near.R().inverse().times(clipped.R()).log();
    assertEquals(Math.max(-0.01, Math.min(0.01, r.x())), turned.x(), 1e-8);
    assertEquals(Math.max(-0.2, Math.min(0.2, r.y())), turned.y(), 1e-8);
    assertEquals(Math.max(-0.5, Math.min(0.5, r.z())), turned.z(), 1e-8);
  }

  @Test
  void shouldLeaveAKeepOutBoxThroughItsNearestFace() {
    SafetyEnvelope envelope = envelope(task(RigidTransform.IDENTITY, MIDDLE));
    RigidTransform clipped =
        envelope.clip(new RigidTransform(Rotation.IDENTITY, new Vector3(0.035, 0.01, 0.01)));
    assertEquals(new Vector3(0.04, 0.01, 0.01), clipped.p());
  }

  @Test
  void shouldNotLeaveAKeepOutBoxThroughAFaceOutsideThePositionBox() {
    SafetyEnvelope envelope = envelope(task(RigidTransform.IDENTITY, MIDDLE));
    // the box reaches from z = -0.2 up, below the workspace: its floor is no way out
    RigidTransform clipped =
        envelope.clip(new RigidTransform(Rotation.IDENTITY, new Vector3(0, 0, -0.15)));
    assertEquals(new Vector3(-0.03, 0, -0.15), clipped.p());
  }

  @Test
  void shouldLeaveAdjoiningKeepOutBoxesTogether() {
    Workspace.Box left =
        new Workspace.Box(new Vector3(-0.04, -0.1, -0.1), new Vector3(0.01, 0.1, 0.1));
    Workspace.Box right =
        new Workspace.Box(new Vector3(-0.01, -0.1, -0.1), new Vector3(0.04, 0.1, 0.1));
    Workspace task = task(RigidTransform.IDENTITY, left, right);
    RigidTransform clipped =
        envelope(task).clip(new RigidTransform(Rotation.IDENTITY, new Vector3(0.002, 0, 0)));
    assertInside(task, clipped);
  }

  @Test
  void shouldKeepTheCellsLimitsWhereATaskAsksForMore() {
    Workspace task = task(new RigidTransform(Rotation.IDENTITY, new Vector3(0.65, 0, 0)));
    RigidTransform clipped =
        envelope(task).clip(new RigidTransform(Rotation.IDENTITY, new Vector3(1, 0, 0)));
    assertEquals(0.7, clipped.p().x(), TOLERANCE);
  }

  @Test
  void shouldSayWhenTheLimitsContradictEachOther() {
    Workspace task = task(new RigidTransform(Rotation.IDENTITY, new Vector3(2, 0, 0)));
    double[] pose = new double[PoseArray.SIZE];
    PoseArray.set(task.X_OW(), pose);
    assertFalse(envelope(task).clip(pose));
    // the cell has the last word
    assertEquals(0.7, pose[0], TOLERANCE);
  }
}
