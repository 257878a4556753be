package org.serl4j.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraSelectionTest {
  private static final Spaces SCENE =
      new Spaces(
          VectorLayout.builder().add("height", 1, "m", 1).build(),
          List.of("wrist", "side", "front"),
          2,
          VectorLayout.builder().add("brighter", 1, "1", 1).build());

  private static final Observation SEEN =
      new Observation(new float[] {7}, List.of(new byte[12], new byte[12], new byte[12]));

  @Test
  void shouldPassOnTheChosenImagesInTheChosenOrder() {
    CameraSelection selection = CameraSelection.of(SCENE, List.of("front", "wrist"));
    Observation left = selection.of(SEEN);
    assertEquals(List.of("front", "wrist"), selection.spaces().cameras());
    assertEquals(2, left.images().size());
    assertSame(SEEN.images().get(2), left.images().get(0));
    assertSame(SEEN.images().get(0), left.images().get(1));
    assertSame(SEEN.state(), left.state());
  }

  @Test
  void shouldPassOnAllOfThem() {
    assertEquals(SCENE, CameraSelection.all(SCENE).spaces());
    assertEquals(SEEN.images(), CameraSelection.all(SCENE).of(SEEN).images());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "back | camera back: one of wrist, side, front",
        "side,side | cameras [side, side]: at least one, each of them once"
      })
  void shouldRefuseWhatTheSceneDoesNotHave(String cameras, String words) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> CameraSelection.of(SCENE, List.of(cameras.split(","))));
    assertEquals(words, refusal.getMessage());
  }
}
