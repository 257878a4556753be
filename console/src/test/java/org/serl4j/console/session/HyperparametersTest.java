package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.serl4j.agent.rlpd.RlpdConfig;

class HyperparametersTest {
  private static String complaint(String key, String value) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Hyperparameters.with(Map.of(key, value)))
            .getMessage());
  }

  @Test
  void shouldChangeOnlyWhatIsNamed() {
    RlpdConfig config = Hyperparameters.with(Map.of("discount", "0.98", "encoder.copies", "2"));
    assertEquals(0.98, config.discount());
    assertEquals(2, config.encoder().copies());
    assertEquals(RlpdConfig.defaults().batch(), config.batch());
    assertEquals(RlpdConfig.defaults(), Hyperparameters.with(Map.of()));
  }

  @Test
  void shouldCorrectAClonePerTask() {
    RlpdConfig peg =
        Hyperparameters.with(Hyperparameters.residual("peg-insertion", Map.of(), false));
    assertEquals(2000, peg.imitation().updates());
    assertEquals(0.3, peg.imitation().residual());
    assertEquals(3, peg.nStep());
    RlpdConfig block =
        Hyperparameters.with(
            Hyperparameters.residual("object-relocation-back", Map.of("nStep", "4"), false));
    assertEquals(0.2, block.imitation().residual());
    assertEquals(4, block.nStep(), "what the operator gives");
    assertEquals(
        1,
        Hyperparameters.with(Hyperparameters.residual("object-relocation", Map.of(), true)).nStep(),
        "rewards of single steps");
  }

  @Test
  void shouldNameTheKnownOnesForAnUnknownName() {
    String complaint = complaint("gamma", "0.9");
    assertTrue(complaint.contains("no hyperparameter 'gamma'"), complaint);
    assertTrue(complaint.contains("discount") && complaint.contains("encoder.copies"), complaint);
  }

  @Test
  void shouldRefuseAValueOfAnotherKindOrOutOfRange() {
    assertTrue(complaint("batch", "many").contains("batch=many"));
    assertTrue(complaint("batch", "1.5").contains("batch=1.5"));
    assertTrue(complaint("discount", "2").contains("discount = 2.0, from 0.0 to 1.0"));
  }
}
