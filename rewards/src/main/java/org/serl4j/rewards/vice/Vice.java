package org.serl4j.rewards.vice;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.checkpoint.CheckedFile;
import org.serl4j.agent.network.Adam;
import org.serl4j.agent.network.FeatureRows;
import org.serl4j.agent.network.FloatStream;
import org.serl4j.agent.network.Lanes;
import org.serl4j.agent.replay.Batch;
import org.serl4j.agent.replay.ReplayBuffer;
import org.serl4j.agent.roles.RewardModel;
import org.serl4j.rewards.classifier.RewardDataException;

/**
 * Variational inverse control with events: a classifier that tells goal images from what the policy
 * sees, trained while the policy is. It is judged by itself where transitions are sampled:
 *
 * <pre>
 * reward(o, a, o') = 1 where sigmoid(z(o')) >= 1/2, else 0;   a rewarded transition ends
 * </pre>
 *
 * <p>Its negatives are the observations after the steps of the policy's own buffer, without
 * demonstrations, so reward becomes scarcer as they come closer to the goals. Update n depends on
 * the seed, n and the buffer alone. The learner's thread owns it; {@link #report} is for any.
 */
public final class Vice implements RewardModel {
  private static final String KIND = "vice";
  private static final int VERSION = 1;
  private static final long PARAMETER_STREAM = 1;
  private static final long UPDATE_STREAM = 2;

  /** Most goals that are held back and looked at. */
  private static final int MOST_HELD_BACK = 64;

  /** Updates from one look at them to the next. */
  private static final int LOOK_EVERY = 10;

  private final ViceConfig config;
  private final GoalImages goals;
  private final long seed;
  private final ViceNetwork network;
  private final Adam adam;
  private final Batch own;
  private final FeatureRows rows;
  private final FeatureRows heldBack;
  private final float[] logits;
  private volatile ViceReport newest = ViceReport.none(); // written by the learner's thread alone
  private long updates;

  /**
   * @param goals encoded as the run's replay is
   * @param spaces of the run
   * @param criticRows rows of the batches that will be judged
   * @param lanes who does the encoder's work; not closed
   * @throws RewardDataException if there are no goals, or none is held back
   */
  public Vice(
      ViceConfig config, GoalImages goals, Spaces spaces, int criticRows, long seed, Lanes lanes) {
    if (goals.learned() == 0 || goals.heldBack() == 0 || goals.cameras() == 0) {
      throw new RewardDataException(
          "vice: %d goal images to learn from, %d held back, of %d cameras: at least one of each"
              .formatted(goals.learned(), goals.heldBack(), goals.cameras()));
    }
    this.config = config;
    this.goals = goals;
    this.seed = seed;
    int looked = Math.min(MOST_HELD_BACK, goals.heldBack());
    int judged = Math.max(criticRows, looked);
    this.network = new ViceNetwork(config, goals.encoder(), goals.cameras(), judged, lanes);
    network.layout.initialise(RandomStreams.of(seed, PARAMETER_STREAM), network.values);
    this.adam = new Adam(network.layout.length(), config.learningRate());
    this.own = new Batch(spaces, goals.encoder(), config.batch() / 2);
    this.rows = new FeatureRows(goals.cameras(), config.batch());
    this.heldBack = new FeatureRows(goals.cameras(), looked);
    for (int i = 0; i < looked; i++) {
      // spread over all of them, which come episode by episode
      goals.pointHeldBack(heldBack, i, (int) ((long) i * goals.heldBack() / looked));
    }
    this.logits = new float[Math.max(judged, config.batch())];
  }

  /** What the newest update found. */
  public ViceReport report() {
    return newest;
  }

  @Override
  public void learn(long learnerStep, ReplayBuffer online) {
    double rate = config.updatesPerStep();
    long due = (long) Math.floor((learnerStep + 1) * rate) - (long) Math.floor(learnerStep * rate);
    for (long i = 0; i < due; i++) {
      update(online);
    }
  }

  private void update(ReplayBuffer online) {
    SplittableRandom rng = RandomStreams.of(RandomStreams.seed(seed, UPDATE_STREAM), updates);
    int half = config.batch() / 2;
    online.sample(rng, own, 0, half);
    rows.take(own.nextFeatures(), 0, 0, half);
    for (int row = half; row < config.batch(); row++) {
      goals.draw(rng, rows, row);
    }
    ViceReport before = newest;
    boolean look = updates % LOOK_EVERY == 0;
    double replay = look ? probability(rows, half) : before.replayProbability();
    double total = network.gradients(rows, rng);
    if (!Double.isFinite(total)) {
      throw new IllegalStateException(
          "vice: the loss is not finite after %d updates: lower its learning rate"
              .formatted(updates));
    }
    adam.step(network.values, network.gradients, null, 0);
    updates++;
    newest =
        new ViceReport(
            updates,
            network.loss(),
            network.penalty(),
            before.rewarded(),
            look ? probability(heldBack, lookedAt()) : before.goalProbability(),
            replay);
  }

  private int lookedAt() {
    return Math.min(MOST_HELD_BACK, goals.heldBack());
  }

  private double probability(FeatureRows observations, int count) {
    network.logits(observations, count, logits);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += ViceNetwork.sigmoid(logits[i]);
    }
    return sum / count;
  }

  @Override
  public void judge(Batch batch) {
    network.logits(batch.nextFeatures(), batch.rows(), logits);
    int rewarded = 0;
    for (int row = 0; row < batch.rows(); row++) {
      boolean goal = logits[row] >= 0;
      batch.judge(row, goal ? 1 : 0, goal);
      rewarded += goal ? 1 : 0;
    }
    newest = newest.rewarding((double) rewarded / batch.rows());
  }

  @Override
  public void save(Path file) throws IOException {
    CheckedFile.write(file, KIND, VERSION, this::write);
  }

  private void write(DataOutput out) throws IOException {
    out.writeLong(seed);
    out.writeLong(updates);
    ViceReport report = newest;
    out.writeDouble(report.loss());
    out.writeDouble(report.penalty());
    out.writeDouble(report.rewarded());
    out.writeDouble(report.goalProbability());
    out.writeDouble(report.replayProbability());
    FloatStream.write(out, network.values);
    adam.save(out);
  }

  /**
   * Goes on where {@link #save} was called.
   *
   * @throws IOException with one line if the file is missing, damaged or of another run
   */
  public void load(Path file) throws IOException {
    CheckedFile.read(file, KIND, VERSION, in -> read(file, in));
  }

  private void read(Path file, DataInput in) throws IOException {
    long stored = in.readLong();
    if (stored != seed) {
      throw new IOException(file + " was written with another seed");
    }
    updates = in.readLong();
    newest =
        new ViceReport(
            updates,
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble());
    FloatStream.read(in, network.values);
    adam.load(in);
  }
}
