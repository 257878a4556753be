package org.serl4j.console.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serl4j.agent.Observation;
import org.serl4j.console.dataset.EvaluationVideo;
import org.serl4j.console.dataset.EvaluationVideo.View;
import org.serl4j.tasks.OpenTask;

/** Films what the policy sees, and the whole scene where there is a simulator. */
final class EvaluationFilm implements AutoCloseable {
  private static final int OVERVIEW_WIDTH = 480;
  private static final int OVERVIEW_HEIGHT = 360;
  private static final String OVERVIEW = "overview";

  private final OpenTask open;
  private final @Nullable EvaluationVideo video;

  private EvaluationFilm(OpenTask open, @Nullable EvaluationVideo video) {
    this.open = open;
    this.video = video;
  }

  /**
   * Begins a film.
   *
   * @param file null for none
   */
  static EvaluationFilm of(OpenTask open, @Nullable Path file) {
    int fps = (int) Math.round(1 / open.environment().stepSeconds());
    return new EvaluationFilm(open, file == null ? null : new EvaluationVideo(file, fps));
  }

  /** Appends the present moment. */
  void add(Observation seen, String caption) {
    if (video == null) {
      return;
    }
    List<View> views = new ArrayList<>();
    open.scene()
        .map(scene -> scene.picture(OVERVIEW, OVERVIEW_WIDTH, OVERVIEW_HEIGHT))
        .ifPresent(
            picture ->
                views.add(new View(OVERVIEW, picture.rgb(), picture.width(), picture.height())));
    int size = open.environment().spaces().imageSize();
    List<String> names = open.environment().spaces().cameras();
    for (int i = 0; i < names.size(); i++) {
      views.add(new View(names.get(i), seen.images().get(i), size, size));
    }
    video.add(views, caption);
  }

  /** Ends the film and throws it away. */
  void discard() {
    if (video != null) {
      video.discard();
    }
  }

  @Override
  public void close() {
    if (video != null) {
      video.close();
    }
  }
}
