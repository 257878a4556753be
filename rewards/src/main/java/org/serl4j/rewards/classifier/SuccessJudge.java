package org.serl4j.rewards.classifier;

import java.util.List;
import org.serl4j.agent.CameraSelection;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.encoder.EncodedObservation;
import org.serl4j.agent.encoder.FrameEncoder;
import org.serl4j.agent.network.FeaturePacking;
import org.serl4j.agent.network.FeatureRows;

/**
 * Applies a classifier to one observation at a time, through a backbone of its own. Not
 * thread-safe.
 */
public final class SuccessJudge implements AutoCloseable {
  private final SuccessClassifier classifier;
  private final CameraSelection cameras;
  private final FrameEncoder encoder;
  private final ClassifierNetwork network;
  private final int[][] packed;
  private final FeatureRows rows;
  private final float[] logit = new float[1];

  private SuccessJudge(SuccessClassifier classifier, CameraSelection cameras) {
    this.classifier = classifier;
    this.cameras = cameras;
    Spaces spaces = cameras.spaces();
    for (StateCondition condition : classifier.rule().conditions()) {
      condition.index(spaces.state());
    }
    int views = spaces.cameras().size();
    network = new ClassifierNetwork(classifier.config(), views, 1, false);
    network.values.write(0, classifier.parameters(), 0, classifier.parameters().length);
    packed = new int[views][network.packedInts()];
    rows = FeatureRows.of(packed, 1, network.packedInts());
    encoder = FrameEncoder.open(spaces, classifier.config().encoder().withCopies(1), 0);
    encoder.useCalibration(classifier.calibration());
  }

  /**
   * Opens the backbone. The judge looks through the cameras that its classifier was trained on.
   *
   * @param here the scene that will be judged
   * @param spaces of the scene, with all its cameras
   * @param what the classifier's name for messages
   * @throws RewardDataException if the classifier was trained for another scene
   */
  public static SuccessJudge open(
      SuccessClassifier classifier, SceneIdentity here, Spaces spaces, String what) {
    List<String> cameras = classifier.scene().names();
    classifier.scene().requireSame(here.through(cameras), what);
    return new SuccessJudge(classifier, CameraSelection.of(spaces, cameras));
  }

  public SuccessClassifier classifier() {
    return classifier;
  }

  /** What the images say alone, whatever the state: a logit. */
  public float logit(Observation observation) {
    EncodedObservation encoded = encoder.encode(cameras.of(observation));
    List<byte[]> features = encoded.features();
    for (int camera = 0; camera < packed.length; camera++) {
      FeaturePacking.pack(
          classifier.config().encoder().maps(), features.get(camera), 0, packed[camera], 0);
    }
    network.logits(rows, 1, null, logit);
    return logit[0];
  }

  /** Whether such an observation, with that logit, looks like success. */
  public boolean looksLikeSuccess(Observation observation, float score) {
    SuccessRule rule = classifier.rule();
    return rule.met(
        SuccessRule.conditioned(
            score, observation.state(), cameras.spaces().state(), rule.conditions()));
  }

  @Override
  public void close() {
    encoder.close();
  }
}
