package org.serl4j.rewards.classifier;

import java.io.IOException;
import java.nio.file.Path;
import org.serl4j.agent.checkpoint.CheckedFile;
import org.serl4j.agent.encoder.FeatureCalibration;
import org.serl4j.agent.network.FloatStream;

/**
 * A trained classifier: all that its scores depend on, in one checked file.
 *
 * @param scene what it was trained for
 * @param config sizes and hyperparameters
 * @param calibration of the features, measured on the training part of its data
 * @param parameters of the network; not modified
 * @param rule when a score counts as success
 * @param origin what it learned from
 */
@SuppressWarnings("ArrayRecordComponent") // a value that nobody compares
public record SuccessClassifier(
    SceneIdentity scene,
    ClassifierConfig config,
    FeatureCalibration calibration,
    float[] parameters,
    SuccessRule rule,
    Origin origin) {
  private static final String KIND = "success classifier";
  private static final int VERSION = 1;

  /**
   * What a classifier learned from.
   *
   * @param data hash of the data set's episodes
   * @param folder where they were
   * @param seed of the split and of training
   * @param step of training whose parameters these are
   */
  public record Origin(String data, String folder, long seed, int step) {}

  /** The same with another rule. */
  public SuccessClassifier with(SuccessRule other) {
    return new SuccessClassifier(scene, config, calibration, parameters, other, origin);
  }

  /** What the images of each observation say, whatever the state: logits. */
  public float[] logits(LabelledFrames frames) {
    ClassifierNetwork network =
        new ClassifierNetwork(config, scene.views().size(), config.batch(), false);
    network.values.write(0, parameters, 0, parameters.length);
    return network.logits(frames);
  }

  /** Writes the file whole, or leaves the one before. */
  public void save(Path file) throws IOException {
    CheckedFile.write(
        file,
        KIND,
        VERSION,
        out -> {
          scene.save(out);
          config.save(out);
          calibration.save(out);
          rule.save(out);
          out.writeUTF(origin.data);
          out.writeUTF(origin.folder);
          out.writeLong(origin.seed);
          out.writeInt(origin.step);
          out.writeInt(parameters.length);
          FloatStream.write(out, parameters);
        });
  }

  /**
   * Reads a file that {@link #save} wrote.
   *
   * @throws RewardDataException with one line if it is missing, damaged or something else
   */
  public static SuccessClassifier load(Path file) {
    SuccessClassifier[] read = new SuccessClassifier[1];
    try {
      CheckedFile.read(
          file,
          KIND,
          VERSION,
          in -> {
            SceneIdentity scene = SceneIdentity.load(in);
            ClassifierConfig config = ClassifierConfig.load(in);
            FeatureCalibration calibration = FeatureCalibration.load(in);
            SuccessRule rule = SuccessRule.load(in);
            Origin origin = new Origin(in.readUTF(), in.readUTF(), in.readLong(), in.readInt());
            int length = in.readInt();
            int expected =
                new ClassifierNetwork(config, scene.views().size(), 1, false).layout.length();
            if (length != expected) {
              throw new IOException(file + " has " + length + " parameters, expected " + expected);
            }
            float[] parameters = new float[length];
            FloatStream.read(in, parameters);
            read[0] = new SuccessClassifier(scene, config, calibration, parameters, rule, origin);
          });
    } catch (IOException e) {
      throw new RewardDataException(
          "cannot read the classifier: %s; make one with './serl4j reward train TASK'"
              .formatted(e.getMessage()),
          e);
    }
    return read[0];
  }
}
