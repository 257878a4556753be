package org.serl4j.controller.safety;

import java.util.List;
import org.serl4j.controller.dynamics.PoseArray;
import org.serl4j.controller.geometry.RigidTransform;

/**
 * Clips a pose into the workspaces of the cell and of the task: position box, rotation limits,
 * keep-out boxes. The cell comes last, so its limits hold even where a task asks for more.
 *
 * <p>A pose inside is returned untouched; a clipped pose is inside to {@link #TOLERANCE}, and
 * clipping it again changes nothing. A position inside a keep-out box goes to the nearest face that
 * the position box allows.
 *
 * <p>Does not allocate on pose arrays. Not thread-safe: one instance a thread.
 */
public final class SafetyEnvelope {
  /** What still counts as inside [m], [rad]: well above rounding, far below anything physical. */
  public static final double TOLERANCE = 1e-9;

  // each pass can move a pose from one workspace's limits into another's
  private static final int PASSES = 16;

  private final WorkspaceLimit[] limits;
  private final double[] pose = new double[PoseArray.SIZE];

  /**
   * @param workspaces limits in rising order of authority: the task's, then the cell's
   */
  public SafetyEnvelope(List<Workspace> workspaces) {
    limits = workspaces.stream().map(WorkspaceLimit::new).toArray(WorkspaceLimit[]::new);
  }

  /** The pose inside the envelope that {@code X_OD} is clipped to. */
  public RigidTransform clip(RigidTransform X_OD) {
    PoseArray.set(X_OD, pose);
    if (contains(pose)) {
      return X_OD;
    }
    clip(pose);
    return PoseArray.toTransform(pose);
  }

  /**
   * Clips {@code pose} (a {@link PoseArray}, overwritten).
   *
   * @return false if the limits contradict each other here, so that the pose is still outside
   */
  public boolean clip(double[] pose) {
    for (int pass = 0; pass < PASSES; pass++) {
      boolean changed = false;
      for (WorkspaceLimit limit : limits) {
        changed |= limit.clip(pose);
      }
      if (!changed) {
        return true;
      }
    }
    return contains(pose);
  }

  /** Whether {@code pose} (not modified) keeps all limits. */
  public boolean contains(double[] pose) {
    for (WorkspaceLimit limit : limits) {
      if (!limit.contains(pose)) {
        return false;
      }
    }
    return true;
  }
}
