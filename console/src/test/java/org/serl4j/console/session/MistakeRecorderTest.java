package org.serl4j.console.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.agent.ActedBy;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.agent.VectorLayout;
import org.serl4j.agent.roles.Episode;
import org.serl4j.agent.roles.EpisodeListener;
import org.serl4j.console.dataset.DatasetDescription;
import org.serl4j.console.dataset.DatasetReader;
import org.serl4j.console.dataset.RecordedEpisode;
import org.serl4j.console.session.MistakenEpisodes.Kind;

/** Which episodes are kept, with which labels, and that nothing that was kept is lost. */
class MistakeRecorderTest {
  private static final int HOLD = 2;
  private static final Spaces SPACES =
      new Spaces(
          VectorLayout.builder().add("height", 1, "m", 1).build(),
          List.of("wrist"),
          32,
          VectorLayout.builder().add("lift", 1, "m", 1).build());

  @TempDir private Path folder = Path.of("");

  private final SplittableRandom random = new SplittableRandom(4);

  private static DatasetDescription description() {
    return new DatasetDescription(
        "lifting",
        "panda",
        10,
        SPACES,
        DatasetDescription.cameraSetups(SPACES, Map.of("wrist", "hash"), Map.of()));
  }

  private MistakenEpisodes kept() throws IOException {
    Path run = folder.resolve("run");
    Files.createDirectories(run);
    if (!Files.exists(run.resolve("run.json"))) {
      Files.writeString(
          run.resolve("run.json"),
          RunDirectory.json(new RunDirectory.Facts(1, "lifting", 0, false)));
    }
    return MistakenEpisodes.open(run);
  }

  private MistakeRecorder recorder(MistakeOptions options) throws IOException {
    return new MistakeRecorder(
        EpisodeListener.NONE, kept(), description(), options, HOLD, Progress.silent());
  }

  private Observation seen() {
    byte[] rgb = new byte[SPACES.imageBytes()];
    random.nextBytes(rgb);
    return new Observation(new float[] {(float) random.nextDouble()}, List.of(rgb));
  }

  /** Plays an episode whose steps show success as given, rewarded at its end or not. */
  private RecordedEpisode play(
      MistakeRecorder recorder, int index, boolean rewarded, boolean... successes) {
    Observation first = seen();
    Step[] steps = new Step[successes.length];
    recorder.begun(first);
    Observation before = first;
    for (int t = 0; t < steps.length; t++) {
      boolean last = t == steps.length - 1;
      boolean ends = last && rewarded;
      steps[t] =
          new Step(
              seen(), new float[] {0.5f}, ends ? 1 : 0, ends, last && !ends, successes[t], 0, "");
      recorder.acting(ActedBy.POLICY);
      recorder.stepped(before, steps[t]);
      before = steps[t].observation();
    }
    recorder.finished(
        new Episode(index, steps.length, rewarded ? 1 : 0, successes[steps.length - 1], 1, ""));
    return new RecordedEpisode(
        first, List.of(steps), List.of(steps).stream().map(step -> ActedBy.POLICY).toList());
  }

  private List<String> names(Kind kind) throws IOException {
    return kept().folders(kind).stream().map(path -> path.getFileName().toString()).toList();
  }

  @Test
  void shouldKeepAFalseRewardWithTheLabelsOfTheTruth() throws IOException {
    MistakeRecorder recorder = recorder(MistakeOptions.defaults());
    play(recorder, 0, true, false, true, true); // a true reward
    assertEquals("", recorder.advice("lifting"));
    // success was there, and was gone when the classifier saw it
    RecordedEpisode wrong = play(recorder, 1, true, false, true, false);
    play(recorder, 2, false, true, true, true); // missed, and not asked for
    assertEquals(List.of("episode-000001"), names(Kind.FALSE_REWARD));
    assertEquals(List.of(), names(Kind.MISSED_SUCCESS));
    assertEquals(List.of(), names(Kind.REWARDED));

    DatasetReader reader = DatasetReader.open(kept().folders(Kind.FALSE_REWARD).get(0));
    assertTrue(reader.recorded(0, wrong));
    assertArrayEquals(new boolean[] {false, true, false}, reader.successes(0));
    assertEquals(1, reader.verifiedEpisode(0).steps().get(2).reward());
    assertTrue(recorder.advice("lifting").contains("rewarded 1 episodes without success"));
    assertTrue(recorder.advice("lifting").contains("reward train lifting --hard-examples"));
  }

  @Test
  void shouldKeepAMissedSuccessThatHeldForAsLongAsTheRuleAsks() throws IOException {
    MistakeRecorder recorder = recorder(new MistakeOptions(true, 0));
    play(recorder, 0, false, true, false, true, false); // never twice in a row
    play(recorder, 1, false, false, true, true, false);
    play(recorder, 2, false, false, false);
    assertEquals(List.of("episode-000001"), names(Kind.MISSED_SUCCESS));
    DatasetReader reader = DatasetReader.open(kept().folders(Kind.MISSED_SUCCESS).get(0));
    assertArrayEquals(new boolean[] {false, true, true, false}, reader.successes(0));
  }

  @Test
  void shouldLoseNothingWhenAResumedRunRepeatsAnEpisodesNumber() throws IOException {
    RecordedEpisode wrong = play(recorder(MistakeOptions.defaults()), 7, true, false, false);
    MistakenEpisodes kept = kept();
    // lock-step: the same episode again
    kept.write(Kind.FALSE_REWARD, 7, wrong, description());
    assertEquals(List.of("episode-000007"), names(Kind.FALSE_REWARD));
    // the wall clock: another one of that number
    play(recorder(MistakeOptions.defaults()), 7, true, false, false);
    assertEquals(List.of("episode-000007", "episode-000007-2"), names(Kind.FALSE_REWARD));
    // what a kill left is no data set
    Files.createDirectories(
        folder.resolve("run").resolve("false-rewards").resolve("episode-000008.unfinished"));
    assertEquals(2, names(Kind.FALSE_REWARD).size());
  }

  @Test
  void shouldTakeAnOperatorsWordAgainstARewardedEpisode() throws IOException {
    MistakeRecorder recorder = recorder(new MistakeOptions(false, 2));
    for (int index = 0; index < 3; index++) {
      play(recorder, index, true, false, true, true);
    }
    assertEquals(List.of("episode-000001", "episode-000002"), names(Kind.REWARDED));
    Path flagged = kept().flag(2);
    assertEquals(List.of("episode-000001"), names(Kind.REWARDED));
    assertEquals(List.of("episode-000002"), names(Kind.FALSE_REWARD));
    DatasetReader reader = DatasetReader.open(flagged);
    assertArrayEquals(new boolean[3], reader.successes(0));
    assertEquals("an operator says that this is no success", reader.note(0));
    SessionException refused = assertThrows(SessionException.class, () -> kept().flag(0));
    assertTrue(String.valueOf(refused.getMessage()).contains("has kept no rewarded episode 0"));
    assertFalse(String.valueOf(refused.getMessage()).contains("\n"));
  }
}
