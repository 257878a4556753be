package org.serl4j.console.session;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.tasks.OpenTask;

/**
 * Films of the episodes that are worth watching, which is known at their ends only: every episode
 * is filmed until enough films are kept.
 */
final class KeptFilms implements AutoCloseable {
  private final OpenTask open;
  private final @Nullable Path folder;
  private final int most;
  private @Nullable EvaluationFilm film;
  private int kept;

  /**
   * @param folder of the films; null for none
   * @param most films that are kept
   */
  KeptFilms(OpenTask open, @Nullable Path folder, int most) {
    this.open = open;
    this.folder = folder;
    this.most = most;
  }

  /**
   * Begins the film of an episode.
   *
   * @param name of its file, without the ending
   */
  void begin(String name) {
    Path into = folder;
    if (into != null && kept < most) {
      film = EvaluationFilm.of(open, into.resolve(name + ".mp4"));
    }
  }

  /** Appends the present moment. */
  void add(Observation seen, String caption) {
    EvaluationFilm running = film;
    if (running != null) {
      running.add(seen, caption);
    }
  }

  /**
   * Ends the film.
   *
   * @param worthWatching whether it is kept
   */
  void end(boolean worthWatching) {
    EvaluationFilm over = film;
    film = null;
    if (over != null && worthWatching) {
      over.close();
      kept++;
    } else if (over != null) {
      over.discard();
    }
  }

  /** Throws the film of an episode that did not end away. */
  @Override
  public void close() {
    end(false);
  }
}
