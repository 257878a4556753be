package org.serl4j.tasks.lift;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serl4j.agent.Environment;
import org.serl4j.agent.Observation;
import org.serl4j.agent.RandomStreams;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.Step;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.OperationalSpaceBench;
import org.serl4j.controller.mujoco.SceneFile;

/**
 * {@link CubeLift} as an environment. A reset puts everything back to the scene's start at once, so
 * an episode is its seed, bit for bit, and costs no time.
 *
 * <p>Not thread-safe: one thread drives it. Owns and closes the bench.
 */
public final class CubeLiftEnvironment implements Environment {
  private static final String CUBE = "cube";

  private final OperationalSpaceBench bench;
  private final boolean images;
  private final Spaces spaces;

  private Vector3 p_OD = Vector3.ZERO;
  private double grip;
  private double startHeight;
  private int step = CubeLift.STEPS;
  private boolean lifted;
  private int episodes;
  private int successes;

  private CubeLiftEnvironment(OperationalSpaceBench bench, boolean images) {
    this.bench = bench;
    this.images = images;
    spaces = CubeLift.spaces(images);
  }

  /**
   * The task in a scene of its own.
   *
   * @param images whether the policy sees images instead of the cube's position
   * @throws IOException if the scene cannot be unpacked
   * @throws IllegalStateException if libmujoco is missing: one line with the remedy
   */
  public static CubeLiftEnvironment open(boolean images) throws IOException {
    try (SceneFile scene = SceneFile.extract(CubeLift.class, CubeLift.SCENE)) {
      return new CubeLiftEnvironment(
          OperationalSpaceBench.open(scene.path(), CubeLift.home()), images);
    }
  }

  @Override
  public String task() {
    return CubeLift.NAME;
  }

  @Override
  public Spaces spaces() {
    return spaces;
  }

  @Override
  public double stepSeconds() {
    return CubeLift.STEP_SECONDS;
  }

  @Override
  public int maxEpisodeSteps() {
    return CubeLift.STEPS;
  }

  @Override
  public double robotSeconds() {
    return bench.stateNs() * 1e-9;
  }

  @Override
  public Observation reset(long seed) {
    SplittableRandom random = RandomStreams.of(seed, 0);
    bench.reset();
    Vector3 p_OB =
        new Vector3(
            random.nextDouble(CubeLift.NEAREST_X, CubeLift.FARTHEST_X),
            random.nextDouble(-CubeLift.FARTHEST_Y, CubeLift.FARTHEST_Y),
            CubeLift.HALF_EDGE);
    bench.setBodyPose(CUBE, new RigidTransform(Rotation.IDENTITY, p_OB));
    p_OD = bench.X_OE().p();
    bench.target(new RigidTransform(CubeLift.R_OD, p_OD));
    grip = 0;
    startHeight = p_OB.z();
    step = 0;
    lifted = false;
    episodes++;
    return observation();
  }

  @Override
  public Step step(float[] action) {
    if (step >= CubeLift.STEPS) {
      throw new IllegalStateException(CubeLift.NAME + ": no episode is running, call reset first");
    }
    float[] executed = spaces.action().clipped(action);
    // p_OD <- clip(p_OD + 0.1 m a_xyz), g <- clip(g + a_grasp)
    p_OD =
        new Vector3(
            clip(
                p_OD.x() + CubeLift.ACTION_METRES * executed[0],
                CubeLift.LOW.x(),
                CubeLift.HIGH.x()),
            clip(
                p_OD.y() + CubeLift.ACTION_METRES * executed[1],
                CubeLift.LOW.y(),
                CubeLift.HIGH.y()),
            clip(
                p_OD.z() + CubeLift.ACTION_METRES * executed[2],
                CubeLift.LOW.z(),
                CubeLift.HIGH.z()));
    grip = clip(grip + executed[3], 0, 1);
    bench.target(new RigidTransform(CubeLift.R_OD, p_OD));
    bench.grip(CubeLift.OPEN_METRES * (1 - grip));
    bench.advance(CubeLift.PHYSICS_STEPS);
    step++;
    Vector3 p_OB = cube();
    double distance = p_OB.minus(bench.X_OE().p()).norm();
    double lift = p_OB.z() - startHeight;
    boolean success = lift >= CubeLift.LIFT_METRES && distance <= CubeLift.HELD_METRES;
    if (success && !lifted) {
      lifted = true;
      successes++;
    }
    boolean over = step == CubeLift.STEPS;
    return new Step(
        observation(),
        executed,
        CubeLift.reward(distance, lift),
        false,
        over,
        success,
        0,
        over ? "time limit" : "");
  }

  private static double clip(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }

  private Observation observation() {
    float[] state = new float[spaces.state().size()];
    if (!images) {
      put(cube(), state, "block_pos");
    }
    state[spaces.state().slice("gripper_pos").from()] = (float) grip;
    put(bench.X_OE().p(), state, "tcp_pos");
    put(bench.V_OE_O().v(), state, "tcp_vel");
    List<byte[]> pictures = new ArrayList<>();
    for (String camera : spaces.cameras()) {
      pictures.add(bench.image(camera, CubeLift.IMAGE_SIZE));
    }
    return new Observation(state, pictures);
  }

  private void put(Vector3 v, float[] into, String slice) {
    int from = spaces.state().slice(slice).from();
    into[from] = (float) v.x();
    into[from + 1] = (float) v.y();
    into[from + 2] = (float) v.z();
  }

  /** Where the cube's centre is, in O [m]; no policy with images sees it. */
  Vector3 cube() {
    return bench.bodyPosition(CUBE);
  }

  /** Where the law pulls E to, in O [m]. */
  Vector3 target() {
    return p_OD;
  }

  /** The scene, for pictures and windows. */
  public OperationalSpaceBench bench() {
    return bench;
  }

  /** One line on what happened so far. */
  public String report() {
    return "%d episodes, %d in which the cube was held up".formatted(episodes, successes);
  }

  @Override
  public void close() {
    bench.close();
  }
}
