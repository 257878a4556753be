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
