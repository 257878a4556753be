package org.serl4j.tasks.cable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serl4j.controller.geometry.Vector3;

class ClipFitTest {
  private static final double SEATED = -CableRouting.SEATED_DEPTH;

  /** A straight cable through two points, 40 mm before and behind the clip's middle. */
  private static ClipFit straight(double y0, double z0, double y1, double z1) {
    return ClipFit.of(List.of(new Vector3(-0.04, y0, z0), new Vector3(0.04, y1, z1)));
  }

  @Test
  void shouldMeasureWhereTheCentrelinePassesTheEnds() {
    ClipFit fit =
        ClipFit.of(
            List.of(
                new Vector3(-0.02, 0, -0.006),
                new Vector3(0, 0, -0.008),
                new Vector3(0.012, 0.004, -0.008)));
    assertEquals(-0.0074, fit.near().z(), 1e-12); // 14 of 20 mm along the first piece
    assertEquals(0.002, fit.far().y(), 1e-12); // 6 of 12 mm along the second one
    assertEquals(0.0074, fit.depth(), 1e-12);
    assertEquals(0.002, fit.offset(), 1e-12);
  }

  @Test
  void shouldCallACableOnTheSeatRouted() {
    assertTrue(straight(0, SEATED, 0, SEATED).routed());
    assertTrue(straight(0.0005, SEATED, -0.0005, SEATED).routed());
  }

  @Test
  void shouldAskForBothEnds() {
    // in at the gripper's side, its far end on the barbs, and the other way round
    assertFalse(straight(0, SEATED - 0.02, 0, SEATED + 0.04).routed());
    assertFalse(straight(0, SEATED + 0.04, 0, SEATED - 0.02).routed());
  }

  @Test
  void shouldNotCallACableOnTheJawsOrBesideThemRouted() {
    assertFalse(straight(0, -0.0003, 0, -0.0003).routed(), "on the barbs");
    assertFalse(straight(0, -0.0045, 0, -0.0045).routed(), "between the barbs");
    assertFalse(straight(0.015, SEATED, 0.015, SEATED).routed(), "beside the clip");
  }

  @Test
  void shouldNotCallACableRoutedThatDoesNotReachThroughTheClip() {
    ClipFit shortOfTheEnd =
        ClipFit.of(List.of(new Vector3(-0.04, 0, SEATED), new Vector3(0.005, 0, SEATED)));
    assertTrue(Double.isNaN(shortOfTheEnd.depth()));
    assertFalse(shortOfTheEnd.routed());
  }
}
