package org.serl4j.controller.arm.serl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.serl4j.hardware.Compliance;
import org.serl4j.hardware.ReferenceClip;

class ComplianceParametersTest {
  /** Every number differs, so that a name that meets another's number shows. */
  private static final Compliance DIFFERENT =
      new Compliance(
          2000,
          89,
          150,
          7,
          0.1,
          0.2,
          new ReferenceClip(
              0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06));

  /** Names: serl_franka_controllers' compliance_param.cfg. */
  @Test
  void shouldKnowSerlsNames() {
    ObjectNode told = ComplianceParameters.toJson(DIFFERENT);
    assertEquals(
        "{\"translational_stiffness\":2000.0,\"translational_damping\":89.0,"
            + "\"rotational_stiffness\":150.0,\"rotational_damping\":7.0,"
            + "\"translational_Ki\":0.1,\"rotational_Ki\":0.2,"
            + "\"translational_clip_neg_x\":0.001,\"translational_clip_neg_y\":0.002,"
            + "\"translational_clip_neg_z\":0.003,\"translational_clip_x\":0.004,"
            + "\"translational_clip_y\":0.005,\"translational_clip_z\":0.006,"
            + "\"rotational_clip_neg_x\":0.01,\"rotational_clip_neg_y\":0.02,"
            + "\"rotational_clip_neg_z\":0.03,\"rotational_clip_x\":0.04,"
            + "\"rotational_clip_y\":0.05,\"rotational_clip_z\":0.06}",
        told.toString());
  }

  @Test
  void shouldMakeEveryNumberOfItsName() throws RefusedException {
    Compliance other = new Compliance(1, 2, 3, 4, 5, 6, ReferenceClip.symmetric(0, 0, 0, 0, 0, 0));
    Map<String, Double> all = new HashMap<>();
    ComplianceParameters.toJson(DIFFERENT)
        .properties()
        .forEach(entry -> all.put(entry.getKey(), entry.getValue().doubleValue()));
    assertEquals(DIFFERENT, ComplianceParameters.changed(other, all));
  }

  @Test
  void shouldLeaveWhatIsNotNamed() throws RefusedException {
    Compliance changed =
        ComplianceParameters.changed(DIFFERENT, Map.of("translational_clip_neg_y", 0.05));
    assertEquals(0.05, changed.clip().negY());
    assertEquals(0.005, changed.clip().y());
    assertEquals(2000, changed.translationalStiffness());
  }

  @Test
  void shouldRefuseWhatNoArmTakes() {
    assertEquals(
        "there is no compliance parameter 'stiffness' here",
        assertThrows(
                RefusedException.class,
                () -> ComplianceParameters.changed(DIFFERENT, Map.of("stiffness", 1.0)))
            .line());
    assertEquals(
        "translationalStiffness = 6001 N/m is outside of 0 to 6000 N/m",
        assertThrows(
                RefusedException.class,
                () ->
                    ComplianceParameters.changed(
                        DIFFERENT, Map.of("translational_stiffness", 6001.0)))
            .line());
  }
}
