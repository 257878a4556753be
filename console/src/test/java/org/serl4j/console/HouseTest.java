package org.serl4j.console;

import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serl4j.tasks.TaskCatalogue;

/** The order of the house: what may know what, and what nothing may be called. */
class HouseTest {
  private static final Path ROOT = Path.of("..");

  /** Room to the rooms that it may know, the neighbours of its neighbours included. */
  private static final Map<String, List<String>> KNOWS =
      Map.of(
          "hardware", List.of(),
          "agent", List.of(),
          "controller", List.of("hardware"),
          "rewards", List.of("agent"),
          "resets", List.of("controller", "hardware"),
          "tasks", List.of("rewards", "resets", "controller", "hardware", "agent"),
          "console", List.of("tasks", "rewards", "resets", "controller", "hardware", "agent"));

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.serl4j");

  @ParameterizedTest
  @ValueSource(
      strings = {"hardware", "agent", "controller", "rewards", "resets", "tasks", "console"})
  void shouldOnlyKnowTheRoomsThatTheDesignAllows(String room) {
    List<String> allowed = new ArrayList<>(KNOWS.getOrDefault(room, List.of()));
    allowed.add(room);
    String[] packages = allowed.stream().map(r -> "org.serl4j." + r + "..").toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage("org.serl4j." + room + "..")
        .should(
            dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("org.serl4j..")
                    .and(
                        DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages)))))
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void shouldHaveNoClassOutsideOfTheRooms() {
    classes()
        .should()
        .resideInAnyPackage(
            KNOWS.keySet().stream().map(r -> "org.serl4j." + r + "..").toArray(String[]::new))
        .check(HOUSE);
  }

  @Test
  void shouldNameClassesAfterWhatTheyAre() {
    noClasses()
        .should()
        .haveNameMatching(".*[.$]\\w*(Utils?|Helpers?|Manager|Impl|Common|Misc)(\\$.*)?")
        .check(HOUSE);
  }

  @Test
  void shouldKeepNoStaticMutableState() {
    fields().that().areStatic().should().beFinal().check(HOUSE);
  }

  @Test
  void shouldExplainEveryPackageAndMarkItNullSafe() {
    TreeSet<String> unmarked = new TreeSet<>();
    for (JavaClass type : HOUSE) {
      JavaPackage home = type.getPackage();
      if (home.tryGetPackageInfo()
          .filter(info -> info.isAnnotatedWith(NullMarked.class))
          .isEmpty()) {
        unmarked.add(home.getName());
      }
    }
    assertEquals(new TreeSet<>(), unmarked, "packages without @NullMarked in package-info.java");
  }

  /** A task is data plus one class: the rooms below work for any. */
  @Test
  void shouldNotKnowATasksNameBelowTheTasks() throws IOException {
    Pattern names =
        Pattern.compile(
            String.join("|", new TaskCatalogue().names()).replace("-", "[-_]?"),
            Pattern.CASE_INSENSITIVE);
    for (String module :
        List.of("hardware-config", "rl-agent", "controller", "rewards", "resets")) {
      for (Path source : mainSources(module)) {
        assertFalse(names.matcher(Files.readString(source)).find(), () -> source + " names a task");
      }
    }
  }

  /** docs/threads.md lists every thread: here every class that starts one. */
  @Test
  void shouldListEveryClassThatStartsAThread() throws IOException {
    String listed = Files.readString(ROOT.resolve("docs/threads.md"));
    TreeSet<String> missing = new TreeSet<>();
    for (JavaClass type : HOUSE) {
      boolean starts =
          type.getConstructorCallsFromSelf().stream().anyMatch(call -> runs(call.getTargetOwner()))
              || type.getMethodCallsFromSelf().stream()
                  .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Executors.class));
      if (starts && !listed.contains("`" + type.getSimpleName() + "`")) {
        missing.add(type.getName());
      }
    }
    assertEquals(new TreeSet<>(), missing, "classes that start threads missing in docs/threads.md");
  }

  private static boolean runs(JavaClass made) {
    return made.isEquivalentTo(Thread.class)
        || made.getName().matches("java\\.util\\.concurrent\\.(\\w+Executor|ForkJoinPool)");
  }

  private static List<Path> mainSources(String module) throws IOException {
    Path main = ROOT.resolve(module).resolve("src/main");
    if (!Files.exists(main)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(main)) {
      List<Path> sources =
          files.filter(f -> f.toString().matches(".*\\.(java|xml|json|yaml|properties)")).toList();
      assertTrue(!sources.isEmpty(), main + " has no sources");
      return sources;
    }
  }
}
