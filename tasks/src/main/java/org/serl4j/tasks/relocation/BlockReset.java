package org.serl4j.tasks.relocation;

import java.util.List;
import java.util.Optional;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.resets.Fetch;
import org.serl4j.resets.HeldPart;
import org.serl4j.resets.PartSight;
import org.serl4j.resets.Release;
import org.serl4j.resets.ResetOutcome;
import org.serl4j.resets.ResetRoutine;
import org.serl4j.resets.ScriptedReset;
import org.serl4j.tasks.arm.ResetCycle;

/**
 * Brings the block back without a hand: the tool lets go of what it holds and rises, fetches the
 * block from wherever it is seen if it must, and goes to a start. Keeps nothing but how its
 * routines went.
 */
final class BlockReset {
  /** Of a reset, in their order. */
  static final List<String> ROUTINES = List.of(Release.NAME, Fetch.NAME, ScriptedReset.START);

  /** Fingers on the block, by its sides or by its edges [m]. */
  private static final HeldPart HELD = new HeldPart("block", 0.03, 0.055);

  private static final double CLEARANCE = 0.08; // [m]

  /** The block is let go of this far above where it would stand [m]. */
  private static final double SET_DOWN = 0.003;

  /** Of the tool, out of the way of a block that was let go of [m]. */
  static final double RISE = 0.06;

  private final ResetCycle cycle;
  private final PartSight sight;

  /**
   * @param sight of the block
   */
  BlockReset(Workcell workcell, PartSight sight) {
    this.sight = sight;
    cycle =
        new ResetCycle(workcell, ObjectRelocation.RESET_MOTION, ObjectRelocation.X_OT.p(), sight);
  }

  /** The simulator's sight of the block. */
  static PartSight sight(RelocationBench bench) {
    return () -> Optional.of(bench.blockPose());
  }

  /**
   * Lets go and makes sure that the block lies in the bin.
   *
   * @param X_OP_wanted where it is put, if it must be fetched
   * @param anew whether it is put there although it lies in the bin
   * @return whether it was fetched
   * @throws org.serl4j.agent.ResetFailedException if it cannot be
   */
  boolean bringBack(Bin bin, RigidTransform X_OP_wanted, boolean anew) {
    cycle.begin();
    run(new Release(RISE));
    boolean there = sight.X_OP().filter(X_OP -> bin.holds(X_OP.p())).isPresent();
    if (there && !anew) {
      return false;
    }
    run(new Fetch(HELD, new Within(bin, X_OP_wanted), CLEARANCE, anew));
    return true;
  }

  /**
   * Goes to the start over that bin and hands the arm over with the task's gains and limits.
   *
   * @throws org.serl4j.agent.ResetFailedException if it does not get there
   */
  void start(Bin bin) {
    cycle.start(ObjectRelocation.X_OS(bin), ObjectRelocation.COMPLIANCE, ObjectRelocation.WORKING);
  }

  /** How the routines of the last reset went, up to the first that failed. */
  List<ResetOutcome> last() {
    return cycle.last();
  }

  private void run(ResetRoutine routine) {
    cycle.repair(List.of(routine), 0, ObjectRelocation.X_OT, ObjectRelocation.COMPLIANCE);
  }

  /** A bin as the block's place. */
  private record Within(Bin bin, RigidTransform X_OP_wanted) implements Fetch.Place {
    /** E over the middle of a standing block, pads on its upper part [m]. */
    private static final double GRASP =
        ObjectRelocation.GRASP_HEIGHT - ObjectRelocation.HALF_HEIGHT;

    @Override
    public boolean holds(RigidTransform X_OP) {
      return bin.holds(X_OP.p());
    }

    @Override
    public RigidTransform X_OE_grasp(RigidTransform X_OP) {
      Rotation turned = Rotation.exp(new Vector3(0, 0, ObjectRelocation.graspYaw(X_OP)));
      return above(X_OP, turned.times(ObjectRelocation.X_OT.R()), GRASP);
    }

    @Override
    public RigidTransform X_OD() {
      return above(X_OP_wanted, ObjectRelocation.X_OT.R(), GRASP + SET_DOWN);
    }

    private static RigidTransform above(RigidTransform X_OP, Rotation R_OE, double metres) {
      return new RigidTransform(R_OE, X_OP.p().plus(new Vector3(0, 0, metres)));
    }
  }
}
