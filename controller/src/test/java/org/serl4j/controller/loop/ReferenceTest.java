package org.serl4j.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.serl4j.controller.safety.SafetyEnvelope;
import org.serl4j.controller.safety.Workspace;

class ReferenceTest {
  private static final double SPEED = 0.25; // [m/s]
  private static final double TURN_RATE = 0.5; // [rad/s]
  private static final double TICK = 1e-3; // [s]
  private static final Vector3 BIG = new Vector3(4, 4, 4);

  private static SafetyEnvelope envelope(Workspace.Box... keepOut) {
    return new SafetyEnvelope(
        List.of(
            new Workspace(
                RigidTransform.IDENTITY,
                BIG.times(-1),
                BIG,
                BIG.times(-1),
                BIG,
                List.of(keepOut))));
  }

  private static Reference at(RigidTransform X) {
    double[] pose = new double[PoseArray.SIZE];
    PoseArray.set(X, pose);
    Reference reference = new Reference(SPEED, TURN_RATE, TICK);
    reference.place(pose);
    return reference;
  }

  private static void send(Reference reference, RigidTransform X) {
    PoseArray.set(X, reference.goal());
    reference.depart();
  }

  @Provide
  Arbitrary<RigidTransform> poses() {
    Arbitrary<Double> component = Arbitraries.doubles().between(-0.3, 0.3).ofScale(9);
    Arbitrary<Vector3> vectors =
        Combinators.combine(component, component, component).as(Vector3::new);
    return Combinators.combine(vectors, vectors)
        .as((r, p) -> new RigidTransform(Rotation.exp(r.times(5)), p));
  }

  @Property(tries = 200)
  void shouldArriveWithoutEverBeingTooFast(
      @ForAll("poses") RigidTransform from, @ForAll("poses") RigidTransform to) {
    Reference reference = at(from);
    send(reference, to);
    SafetyEnvelope free = envelope();
    RigidTransform before = from;
    for (int tick = 0; tick < 7000; tick++) {
      reference.step(free);
      RigidTransform now = PoseArray.toTransform(reference.X_OD());
      assertTrue(now.p().minus(before.p()).norm() <= SPEED * TICK + 1e-12);
      assertTrue(before.R().inverse().times(now.R()).log().norm() <= TURN_RATE * TICK + 1e-7);
      before = now;
    }
    assertEquals(to.p(), before.p());
    assertEquals(0, to.R().inverse().times(before.R()).log().norm(), 1e-9);
  }

  @Property(tries = 200)
  void shouldNeverEnterAKeepOutBoxOnItsWay(
      @ForAll("poses") RigidTransform from, @ForAll("poses") RigidTransform to) {
    SafetyEnvelope envelope =
        envelope(new Workspace.Box(new Vector3(-.1, -.05, -.15), new Vector3(.08, .1, .12)));
    Reference reference = at(envelope.clip(from));
    send(reference, envelope.clip(to));
    for (int tick = 0; tick < 3000; tick++) {
      reference.step(envelope);
      assertTrue(envelope.contains(reference.X_OD()));
    }
  }

  @Test
  void shouldComeBackStraightFromOutsideANewlyTightenedEnvelope() {
    RigidTransform outside = new RigidTransform(Rotation.IDENTITY, new Vector3(0.2, 0, 0));
    Reference reference = at(outside);
    SafetyEnvelope tight =
        new SafetyEnvelope(
            List.of(
                new Workspace(
                    RigidTransform.IDENTITY,
                    new Vector3(-.1, -.1, -.1),
                    new Vector3(.1, .1, .1),
                    BIG.times(-1),
                    BIG,
                    List.of())));
    send(reference, tight.clip(outside));
    reference.step(tight);
    // one tick's step, no jump to the border
    assertEquals(0.2 - SPEED * TICK, reference.X_OD()[0], 1e-12);
    for (int tick = 0; tick < 1000; tick++) {
      reference.step(tight);
    }
    assertEquals(0.1, reference.X_OD()[0], 1e-12);
  }
}
