package org.serl4j.tasks.peg;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.serl4j.agent.Observation;
import org.serl4j.agent.Spaces;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.tasks.SightTest;
import org.serl4j.tasks.arm.EndEffectorSpaces;
import org.serl4j.tasks.insertion.InsertionGeometry;

/**
 * Still scenes of the peg above the board: where is the hole as seen from the peg's tip? The
 * board's outline is out of view, and the peg sits in the grasp with a displacement along and
 * across the pads' length that the gripper does not feel, so that only hole and tip tell.
 *
 * <p>The answer, with E the end effector, P the peg's tip, B the board at the hole's mouth:
 *
 * <pre>
 * (dx, dy, dz) = R_OE^-1 (p_OB - p_OP) [mm]
 * yaw          = z of log(R_ET), T the pose of E with the peg inserted [deg]
 * </pre>
 *
 * Near: the tip within 15 mm of the hole's axis and 1 to 15 mm above its mouth, yaw within 15
 * degrees. Far: within 30 mm of the axis, 15 to 60 mm above, yaw within 30 degrees; farther off,
 * neither camera sees the hole, and without the outline there is nothing to read.
 */
public final class PegSight {
  /** The scene beside this class. */
  public static final String SCENE = "peg/peg-sight.xml";

  private static final String SURROUND = "surround";
  private static final InsertionGeometry GEOMETRY = PegInsertion.TASK.geometry();

  private static final double NEAR_RADIUS = 0.015; // [m]
  private static final double NEAR_LOWEST = 0.001; // [m]
  private static final double NEAR_HIGHEST = 0.015; // [m]
  private static final double NEAR_TURN = Math.toRadians(15);
  private static final double FAR_RADIUS = 0.03; // [m]
  private static final double FAR_HIGHEST = 0.06; // [m]
  private static final double FAR_TURN = Math.toRadians(30);

  /** The roll and pitch that the task leaves the policy [rad]. */
  private static final double TILT = 0.01;

  /** Displacement of the peg in the grasp, along x and z of the gripper [m]. */
  private static final double GRASP_RANGE = 0.0015;

  /** Turn of the arm's first and last joint, so that light and background change [rad]. */
  private static final double ARM_TURN = 0.4;

  private static final int FIRST_JOINT = 0;
  private static final int LAST_JOINT = 6;
  private static final double MILLIMETRES = 1000;

  private final SimulatedWorkcell workcell;
  private final SimulatedScene scene;
  private final Spaces spaces;
  private final double[] home;

  private PegSight(SimulatedWorkcell workcell) {
    this.workcell = workcell;
    this.scene = workcell.scene();
    List<Camera> cameras = workcell.cameras();
    this.spaces =
        EndEffectorSpaces.spaces(
            cameras.stream().map(Camera::name).toList(), cameras.get(0).latest().width());
    scene.reset();
    this.home = scene.jointPositions();
  }

  /**
   * The test over a simulated workcell with the scene {@link #SCENE}, in lock-step.
   *
   * @throws IllegalArgumentException if the cell has no cameras
   */
  public static SightTest over(SimulatedWorkcell workcell) {
    if (workcell.cameras().isEmpty()) {
      throw new IllegalArgumentException(
          "the sight test needs cameras: name at least one under 'cameras' in the cell's file");
    }
    PegSight sight = new PegSight(workcell);
    return new SightTest(
        sight.spaces,
        List.of(
            new SightTest.Quantity("dx", "mm"),
            new SightTest.Quantity("dy", "mm"),
            new SightTest.Quantity("dz", "mm"),
            new SightTest.Quantity("yaw", "deg")),
        sight::draw,
        workcell);
  }

  private SightTest.Scene draw(RandomGenerator random, boolean near) {
    double[] q = home.clone();
    q[FIRST_JOINT] += symmetric(random, ARM_TURN);
    q[LAST_JOINT] += symmetric(random, ARM_TURN);
    scene.setJointPositions(q);
    RigidTransform X_OE = workcell.arm().state().X_OE();
    Vector3 slip = new Vector3(symmetric(random, GRASP_RANGE), 0, symmetric(random, GRASP_RANGE));
    RigidTransform X_OP = X_OE.times(GEOMETRY.grasp(slip));

    // z of E and of T points down: the hole is ahead of the tip
    Vector3 p_PB_E =
        near
            ? offset(random, NEAR_RADIUS, NEAR_LOWEST, NEAR_HIGHEST)
            : offset(random, FAR_RADIUS, NEAR_HIGHEST, FAR_HIGHEST);
    double yaw = symmetric(random, near ? NEAR_TURN : FAR_TURN);
    Rotation R_ET =
        Rotation.exp(new Vector3(symmetric(random, TILT), symmetric(random, TILT), yaw));
    Rotation R_OB = X_OE.R().times(R_ET).times(GEOMETRY.X_BT().R().inverse());
    RigidTransform X_OB = new RigidTransform(R_OB, X_OP.p().plus(X_OE.R().times(p_PB_E)));
    scene.setBodyPose(GEOMETRY.fixture(), X_OB);
    scene.setBodyPose(SURROUND, X_OB);
    scene.setBodyPose(GEOMETRY.part(), X_OP);

    List<byte[]> images = new ArrayList<>();
    for (Camera camera : workcell.cameras()) {
      images.add(camera.latest().rgb());
    }
    float[] answer = {
      (float) (MILLIMETRES * p_PB_E.x()),
      (float) (MILLIMETRES * p_PB_E.y()),
      (float) (MILLIMETRES * p_PB_E.z()),
      (float) Math.toDegrees(yaw)
    };
    return new SightTest.Scene(new Observation(new float[spaces.state().size()], images), answer);
  }

  /** Uniform over a disc, and over the heights. */
  private static Vector3 offset(
      RandomGenerator random, double radius, double lowest, double highest) {
    double r = radius * Math.sqrt(random.nextDouble());
    double angle = 2 * Math.PI * random.nextDouble();
    return new Vector3(
        r * Math.cos(angle), r * Math.sin(angle), random.nextDouble(lowest, highest));
  }

  private static double symmetric(RandomGenerator random, double range) {
    return range * (2 * random.nextDouble() - 1);
  }
}
