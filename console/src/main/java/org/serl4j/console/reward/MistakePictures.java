package org.serl4j.console.reward;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.serl4j.agent.Observation;
import org.serl4j.console.dataset.PngImage;
import org.serl4j.rewards.classifier.LabelledFrames;
import org.serl4j.rewards.classifier.SuccessRule;

/**
 * The most confident mistakes as pictures, all cameras side by side: failures that score highest,
 * successes that score lowest. At most two of an episode, because neighbours look alike.
 */
final class MistakePictures {
  private static final int MOST = 8;
  private static final int MOST_OF_AN_EPISODE = 2;
  private static final int WIDTH = 256;
  private static final int CAPTION = 40;

  private final RewardData data;
  private final Verdicts verdicts;
  private final SuccessRule rule;

  MistakePictures(RewardData data, Verdicts verdicts, SuccessRule rule) {
    this.data = data;
    this.verdicts = verdicts;
    this.rule = rule;
  }

  /** Writes {@code false-positives.png} and {@code false-negatives.png}, those that there are. */
  void write(Path folder) throws IOException {
    write(folder.resolve("false-positives.png"), false);
    write(folder.resolve("false-negatives.png"), true);
  }

  private void write(Path file, boolean successes) throws IOException {
    Files.deleteIfExists(file);
    List<Integer> mistakes = mistakes(successes);
    if (mistakes.isEmpty()) {
      return;
    }
    int cameras = data.spaces().cameras().size();
    int height = WIDTH + CAPTION;
    BufferedImage sheet =
        new BufferedImage(cameras * WIDTH, mistakes.size() * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = sheet.createGraphics();
    for (int i = 0; i < mistakes.size(); i++) {
      LabelledFrames.Frame frame = verdicts.frames().frame(mistakes.get(i));
      Observation seen =
          data.reader().episode(frame.episode()).steps().get(frame.step() - 1).observation();
      for (int camera = 0; camera < cameras; camera++) {
        BufferedImage image =
            PngImage.toImage(seen.images().get(camera), data.spaces().imageSize());
        pen.drawImage(image, camera * WIDTH, i * height + CAPTION, WIDTH, WIDTH, null);
      }
      pen.setColor(Color.WHITE);
      pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      pen.drawString(
          "episode %d, step %d: %s"
              .formatted(frame.episode(), frame.step(), data.reader().note(frame.episode())),
          8,
          i * height + 16);
      pen.drawString(
          String.format(
              Locale.ROOT,
              "%s, logit %.2f, threshold %.2f",
              successes ? "success taken for failure" : "failure taken for success",
              verdicts.score(mistakes.get(i)),
              rule.threshold()),
          8,
          i * height + 32);
    }
    pen.dispose();
    ImageIO.setUseCache(false);
    ImageIO.write(sheet, "png", file.toFile());
  }

  private List<Integer> mistakes(boolean successes) {
    LabelledFrames frames = verdicts.frames();
    List<Integer> sorted =
        IntStream.range(0, frames.size())
            .boxed()
            .filter(i -> frames.frame(i).success() == successes)
            .filter(i -> rule.met(verdicts.score(i)) != successes)
            .sorted(
                Comparator.comparingDouble(
                    (Integer i) -> successes ? verdicts.score(i) : -verdicts.score(i)))
            .toList();
    Map<Integer, Integer> taken = new HashMap<>();
    List<Integer> kept = new ArrayList<>();
    for (int i : sorted) {
      boolean room = taken.merge(frames.frame(i).episode(), 1, Integer::sum) <= MOST_OF_AN_EPISODE;
      if (room && kept.size() < MOST) {
        kept.add(i);
      }
    }
    return kept;
  }
}
