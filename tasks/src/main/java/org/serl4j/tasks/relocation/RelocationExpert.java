package org.serl4j.tasks.relocation;

import java.util.function.Supplier;
import org.serl4j.controller.arm.Arm;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperAction;
import org.serl4j.controller.gripper.GripperState;
import org.serl4j.tasks.arm.ActionNoise;
import org.serl4j.tasks.arm.AimedHand;
import org.serl4j.tasks.arm.EndEffectorSpaces;
import org.serl4j.tasks.relocation.RelocationAim.Manner;

/**
 * Scripted demonstrations of one episode, in simulation: knows where the block is and acts as a
 * policy does, six numbers in [-1, 1] in the end-effector frame and the gripper's choice.
 *
 * <p>It comes down a funnel onto the block, turned to the nearest pair of its faces, closes, rises,
 * crosses the wall and comes down a funnel again. What it does next is told from what it sees, but
 * for one thing that it remembers: whether it has let go of the block on purpose.
 */
public final class RelocationExpert implements AimedHand<RelocationAim> {
  /** Actions ask for this share of the error in a step; the arm lags behind its setpoint. */
  private static final double GAIN = 1.2;

  /** Within this the fingers go down about the block [m], and the block to its place. */
  private static final double ALIGNED = 0.007;

  /** How near the place the block is let go of [m]. */
  private static final double THERE = 0.012;

  private static final double THERE_HEIGHT = 0.005;

  /**
   * A block is delivered in passing: the fingers open from this far above the end of the movement
   * on [m]. If they did so only at its end, a clone would have to tell it from a hand that stands
   * still just before it, and stood still there for ever (decision 0036).
   */
  private static final double IN_PASSING = 0.012;

  /** Heights of E above the grasp's: open pads clear the block [m]. */
  private static final double HOVER = 0.028;

  /** The held block clears the wall. */
  private static final double CARRY = 0.05;

  /** The held block clears the rims: it may move sideways. */
  private static final double CLEAR = 0.018;

  /** Rise of the funnels [m/m]. */
  private static final double FUNNEL = 0.8;

  /** Noise acts in full from this height on and fades below [m]. */
  private static final double NOISE_HEIGHT = 0.05;

  private static final double LEAST_NOISE = 0.3;

  private static final int MOTION = 6; // elements of an action before the gripper's

  private final RelocationEnvironment environment;
  private final Supplier<BlockState> sight;
  private final Arm arm;
  private final ActionNoise noise;
  private RelocationAim aim;
  private boolean letGo;

  private RelocationExpert(
      RelocationEnvironment environment, Supplier<BlockState> sight, ActionNoise noise) {
    this.environment = environment;
    this.sight = sight;
    this.noise = noise;
    arm = environment.arm();
    aim = RelocationAim.into(environment.direction().goal());
  }

  /**
   * The expert for the episode that the environment has just begun.
   *
   * @param noise standard deviation of what is added to each element of the motion, correlated over
   *     about two steps and fading near the floor, so that demonstrations differ; 0 for none
   * @param seed of that noise
   */
  public static RelocationExpert of(RelocationEnvironment environment, double noise, long seed) {
    return of(environment, environment::block, noise, seed);
  }

  /** The same with another sight of the block than the environment's. */
  static RelocationExpert of(
      RelocationEnvironment environment, Supplier<BlockState> sight, double noise, long seed) {
    return new RelocationExpert(environment, sight, new ActionNoise(noise, seed, MOTION));
  }

  @Override
  public void aim(RelocationAim other) {
    if (!other.equals(aim)) {
      aim = other;
      letGo = false;
    }
  }

  /** How far the block is beyond the wall, towards the goal [m]. */
  @Override
  public double depth() {
    return environment.direction().goal().fromWall(sight.get().X_OP().p());
  }

  /** The action for what the simulation looks like now. */
  @Override
  public float[] get() {
    RigidTransform X_OE = arm.state().X_OE();
    BlockState block = sight.get();
    GripperState gripper = environment.gripper();
    boolean holding = gripper.activity() == GripperState.Activity.HOLDING && block.touched();
    return switch (aim.manner()) {
      case EMPTY -> act(X_OE, to(X_OE, aim.p_OD()), turn(X_OE), GripperAction.OPEN);
      case CLOSED -> act(X_OE, to(X_OE, aim.p_OD()), turn(X_OE), GripperAction.CLOSE);
      default -> {
        if (letGo) {
          yield leave(X_OE, block);
        }
        yield holding ? carry(X_OE) : fetch(X_OE, block, gripper);
      }
    };
  }

  /** Over the block, down about it, close. */
  private float[] fetch(RigidTransform X_OE, BlockState block, GripperState gripper) {
    Vector3 p_EP = block.X_OP().p().minus(X_OE.p());
    double offset = Math.hypot(p_EP.x(), p_EP.y());
    double turn = ObjectRelocation.graspYaw(block.X_OP()) - ObjectRelocation.yaw(X_OE);
    double height = height(X_OE);
    boolean about = offset < 2 * ALIGNED && height < HOVER;
    boolean closing = !block.open() && about;
    if (!closing && !block.open() && gripper.activity() != GripperState.Activity.MOVING) {
      // closed on nothing
      return act(X_OE, new Vector3(0, 0, HOVER - height), 0, GripperAction.OPEN);
    }
    double wanted = offset < ALIGNED || about ? 0 : Math.max(HOVER, FUNNEL * offset);
    boolean down = about && Math.abs(height) < THERE_HEIGHT;
    return act(
        X_OE,
        new Vector3(p_EP.x(), p_EP.y(), wanted - height),
        down ? 0 : turn,
        down || closing ? GripperAction.CLOSE : GripperAction.STAY);
  }

  /** Up, over the wall, down at the place; lets go there if it should. */
  private float[] carry(RigidTransform X_OE) {
    Vector3 p_ED = aim.p_OD().minus(X_OE.p());
    double offset = Math.hypot(p_ED.x(), p_ED.y());
    double height = height(X_OE);
    double end = height + p_ED.z();
    double above = aim.manner() == Manner.DELIVER ? IN_PASSING : THERE_HEIGHT;
    boolean there = offset < THERE && p_ED.z() > -above && p_ED.z() < THERE_HEIGHT;
    if (there && aim.manner() != Manner.HOLD) {
      letGo = true;
      return act(X_OE, Vector3.ZERO, 0, GripperAction.OPEN);
    }
    double wanted = offset < THERE ? end : Math.max(end, Math.min(CARRY, 2 * FUNNEL * offset));
    double sideways = height > CLEAR || offset < THERE ? 1 : 0;
    return act(
        X_OE,
        new Vector3(sideways * p_ED.x(), sideways * p_ED.y(), wanted - height),
        sideways * turn(X_OE),
        GripperAction.STAY);
  }

  private float[] leave(RigidTransform X_OE, BlockState block) {
    boolean leaves = aim.manner() == Manner.DELIVER && block.open();
    double up = leaves ? CARRY + HOVER - height(X_OE) : 0;
    return act(
        X_OE, new Vector3(0, 0, up), 0, block.open() ? GripperAction.STAY : GripperAction.OPEN);
  }

  /** Straight there, but over the wall and the block, not through them. */
  private static Vector3 to(RigidTransform X_OE, Vector3 p_OD) {
    Vector3 p_ED = p_OD.minus(X_OE.p());
    double offset = Math.hypot(p_ED.x(), p_ED.y());
    double height = height(X_OE);
    double end = height + p_ED.z();
    double wanted = offset < THERE ? end : Math.max(end, Math.min(CARRY, 2 * FUNNEL * offset));
    return new Vector3(p_ED.x(), p_ED.y(), wanted - height);
  }

  /** What is missing to the aim's [rad]. */
  private double turn(RigidTransform X_OE) {
    double now = ObjectRelocation.yaw(X_OE);
    return aim.yaw().orElse(now) - now;
  }

  /** Of E above the grasp's height [m]. */
  private static double height(RigidTransform X_OE) {
    return X_OE.p().z() - ObjectRelocation.X_OT.p().z();
  }

  /**
   * @param p_O displacement along the base's axes [m]
   * @param turn about the base's z [rad]
   */
  private float[] act(RigidTransform X_OE, Vector3 p_O, double turn, GripperAction choice) {
    Rotation R_EO = X_OE.R().inverse();
    float[] motion =
        ObjectRelocation.END_EFFECTOR.action(
            R_EO.times(p_O).times(GAIN), R_EO.times(new Vector3(0, 0, turn)).times(GAIN));
    double fading = Math.max(LEAST_NOISE, Math.min(1, height(X_OE) / NOISE_HEIGHT));
    return EndEffectorSpaces.with(noise.disturb(motion, fading), choice);
  }
}
