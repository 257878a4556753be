package org.serl4j.console.session;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.serl4j.console.Main;
import org.serl4j.tasks.TaskCatalogue;
import picocli.CommandLine;

class RecipeTest {
  @Test
  void shouldCloneFirstWhereThatDidBest() {
    assertEquals("rlpd", Recipe.of("peg-insertion").algorithm());
    assertEquals("residual", Recipe.of("cable-routing").algorithm());
    assertEquals("residual", Recipe.of("object-relocation-back").algorithm());
  }

  @Test
  void shouldBeWhatTheHelpSays() {
    CommandLine train =
        requireNonNull(Main.commandLine(Path.of("..")).getSubcommands().get("train"));
    String help = train.getUsageMessage().replaceAll("\\s+", " ");
    for (String task : new TaskCatalogue().names()) {
      Recipe recipe = Recipe.of(task);
      assertTrue(Recipe.ALGORITHMS.contains(recipe.algorithm()));
      assertTrue(help.contains(recipe.envSteps() + " for "), task + " in " + help);
      assertTrue(help.contains(recipe.algorithm() + " for "), task + " in " + help);
    }
  }

  @Test
  void shouldRefuseAnUnknownTask() {
    assertThrows(IllegalArgumentException.class, () -> Recipe.of("peg-extraction"));
  }
}
