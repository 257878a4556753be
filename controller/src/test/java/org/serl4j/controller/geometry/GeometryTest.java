package org.serl4j.controller.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class GeometryTest {
  private static final double TOLERANCE = 1e-9;

  @Provide
  Arbitrary<Vector3> vectors() {
    Arbitrary<Double> component = Arbitraries.doubles().between(-5, 5).ofScale(9);
    return Combinators.combine(component, component, component).as(Vector3::new);
  }

  @Provide
  Arbitrary<Rotation> rotations() {
    return vectors().map(Rotation::exp);
  }

  private static double distance(Rotation a, Rotation b) {
    return a.inverse().times(b).log().norm();
  }

  @Property
  void shouldTurnALogBackIntoTheSameRotation(@ForAll("rotations") Rotation R) {
    assertTrue(R.log().norm() <= Math.PI + TOLERANCE);
    assertEquals(0, distance(Rotation.exp(R.log()), R), TOLERANCE);
  }

  @Property
  void shouldTurnAnExpBackIntoTheSameVectorBelowHalfATurn(@ForAll("vectors") Vector3 v) {
    // at most |v| / 3 < pi
    Vector3 small = v.times(1.0 / 3);
    assertEquals(0, Rotation.exp(small).log().minus(small).norm(), 1e-8);
  }

  @Property
  void shouldUndoWithTheInverse(@ForAll("rotations") Rotation R, @ForAll("vectors") Vector3 p) {
    assertEquals(0, R.inverse().times(R.times(p)).minus(p).norm(), TOLERANCE);
    assertEquals(0, R.times(R.inverse()).log().norm(), TOLERANCE);
  }

  @Property
  void shouldComposeAsTurningOneAfterTheOther(
      @ForAll("rotations") Rotation A,
      @ForAll("rotations") Rotation B,
      @ForAll("vectors") Vector3 p) {
    assertEquals(0, A.times(B).times(p).minus(A.times(B.times(p))).norm(), TOLERANCE);
  }

  @Property
  void shouldKeepLengthsAndAngles(
      @ForAll("rotations") Rotation R, @ForAll("vectors") Vector3 a, @ForAll("vectors") Vector3 b) {
    assertEquals(a.dot(b), R.times(a).dot(R.times(b)), 1e-8);
    assertEquals(0, R.times(a.cross(b)).minus(R.times(a).cross(R.times(b))).norm(), 1e-8);
  }

  @Property
  void shouldSlerpByTheShareOfTheAngle(
      @ForAll("rotations") Rotation A,
      @ForAll("rotations") Rotation B,
      @ForAll @DoubleRange(min = 0, max = 1) double s) {
    double angle = distance(A, B);
    Rotation between = A.slerp(B, s);
    assertEquals(s * angle, distance(A, between), 1e-7);
    assertEquals((1 - s) * angle, distance(between, B), 1e-7);
  }

  @Property
  void shouldUndoATransformWithItsInverse(
      @ForAll("rotations") Rotation R, @ForAll("vectors") Vector3 p) {
    RigidTransform X = new RigidTransform(R, p);
    RigidTransform identity = X.times(X.inverse());
    assertEquals(0, identity.p().norm(), TOLERANCE);
    assertEquals(0, identity.R().log().norm(), TOLERANCE);
  }

  @Property
  void shouldComposeTransformsAssociatively(
      @ForAll("rotations") Rotation R,
      @ForAll("rotations") Rotation S,
      @ForAll("vectors") Vector3 p,
      @ForAll("vectors") Vector3 r) {
    RigidTransform A = new RigidTransform(R, p);
    RigidTransform B = new RigidTransform(S, r);
    RigidTransform C = new RigidTransform(R.times(S), p.plus(r));
    RigidTransform left = A.times(B).times(C);
    RigidTransform right = A.times(B.times(C));
    assertEquals(0, left.p().minus(right.p()).norm(), 1e-8);
    assertEquals(0, distance(left.R(), right.R()), TOLERANCE);
  }

  @Test
  void shouldTurnAQuarterAboutZFromXToY() {
    Rotation quarter = Rotation.exp(new Vector3(0, 0, Math.PI / 2));
    Vector3 turned = quarter.times(new Vector3(1, 0, 0));
    assertEquals(0, turned.minus(new Vector3(0, 1, 0)).norm(), TOLERANCE);
  }

  @Test
  void shouldInterpolateATransformOnAStraightLine() {
    RigidTransform b = new RigidTransform(Rotation.exp(new Vector3(0, 0, 1)), new Vector3(1, 2, 3));
    RigidTransform middle = RigidTransform.IDENTITY.interpolate(b, 0.5);
    assertEquals(0, middle.p().minus(new Vector3(0.5, 1, 1.5)).norm(), TOLERANCE);
    assertEquals(0, middle.R().log().minus(new Vector3(0, 0, 0.5)).norm(), TOLERANCE);
  }

  @Test
  void shouldRefuseAQuaternionThatIsNoRotation() {
    assertThrows(IllegalArgumentException.class, () -> new Rotation(0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Rotation(Double.NaN, 0, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new Rotation(Double.POSITIVE_INFINITY, 0, 0, 1));
  }
}
