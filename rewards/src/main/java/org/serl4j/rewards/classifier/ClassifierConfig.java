package org.serl4j.rewards.classifier;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.serl4j.agent.encoder.EncoderConfig;

/**
 * Sizes and hyperparameters of a success classifier; in brackets SERL's own value where it differs.
 *
 * @param encoder what is read of each frame; its copies are what training sees of it
 * @param embeddings spatial learned embeddings of each channel: 8
 * @param bottleneck features of each camera: 128 [256]
 * @param hidden width of the head: 256
 * @param dropout of the embeddings: 0.1
 * @param learningRate of Adam: 3e-4 [1e-4]
 * @param batch samples of one step, half of them positive: 128 [256]
 * @param steps most steps of training: 2000 [100]
 * @param checkEvery steps between two looks at the validation loss
 * @param patience looks without a better validation loss after which training stops
 */
public record ClassifierConfig(
    EncoderConfig encoder,
    int embeddings,
    int bottleneck,
    int hidden,
    double dropout,
    double learningRate,
    int batch,
    int steps,
    int checkEvery,
    int patience) {
  public ClassifierConfig {
    require("embeddings", embeddings, embeddings >= 1, "at least 1");
    require("bottleneck", bottleneck, bottleneck >= 1, "at least 1");
    require("hidden", hidden, hidden >= 1, "at least 1");
    require("dropout", dropout, dropout >= 0 && dropout <= 0.9, "from 0 to 0.9");
    require("learning rate", learningRate, learningRate > 0 && learningRate <= 1, "in (0, 1]");
    require("batch", batch, batch >= 2 && batch % 2 == 0 && batch <= 4096, "even, from 2 to 4096");
    require("steps", steps, steps >= 1, "at least 1");
    require("check every", checkEvery, checkEvery >= 1, "at least 1 step");
    require("patience", patience, patience >= 1, "at least 1 look");
  }

  public static ClassifierConfig defaults() {
    return new ClassifierConfig(
        new EncoderConfig(List.of("t168"), 3, 4), 8, 128, 256, 0.1, 3e-4, 128, 2000, 50, 8);
  }

  /** The same with another length and rate of training. */
  public ClassifierConfig training(int mostSteps, double rate) {
    return new ClassifierConfig(
        encoder,
        embeddings,
        bottleneck,
        hidden,
        dropout,
        rate,
        batch,
        mostSteps,
        checkEvery,
        patience);
  }

  /** The same with something else read of each frame. */
  public ClassifierConfig withEncoder(EncoderConfig other) {
    return new ClassifierConfig(
        other,
        embeddings,
        bottleneck,
        hidden,
        dropout,
        learningRate,
        batch,
        steps,
        checkEvery,
        patience);
  }

  private static void require(String name, double value, boolean holds, String bound) {
    if (!holds) {
      throw new IllegalArgumentException(
          "reward classifier: " + name + " = " + value + ", " + bound);
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(encoder.featureMaps().size());
    for (String map : encoder.featureMaps()) {
      out.writeUTF(map);
    }
    out.writeInt(encoder.copies());
    out.writeInt(encoder.shiftPx());
    out.writeInt(encoder.convolution());
    out.writeInt(embeddings);
    out.writeInt(bottleneck);
    out.writeInt(hidden);
    out.writeDouble(dropout);
    out.writeDouble(learningRate);
    out.writeInt(batch);
    out.writeInt(steps);
    out.writeInt(checkEvery);
    out.writeInt(patience);
  }

  static ClassifierConfig load(DataInput in) throws IOException {
    List<String> maps = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      maps.add(in.readUTF());
    }
    EncoderConfig encoder = new EncoderConfig(maps, in.readInt(), in.readInt(), in.readInt(), 0);
    return new ClassifierConfig(
        encoder,
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt());
  }
}
