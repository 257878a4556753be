package org.serl4j.controller;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.serl4j.controller.camera.Camera;
import org.serl4j.controller.camera.GrabbedCamera;

/**
 * A bench that stands somewhere: an arm that another program drives and cameras of this machine, on
 * the wall clock.
 */
public abstract class BenchWorkcell implements Workcell {
  /** How long cameras may take to show a first picture, all together [ms]. */
  protected static final long CAMERAS_MS = 15_000;

  @SuppressWarnings("this-escape") // asked when time advances, which nobody has before it is open
  private final WallClock clock = new WallClock(this::requireRunning);

  private List<GrabbedCamera> cameras = List.of();

  /** The clock begins to run. */
  protected BenchWorkcell() {
    clock.start();
  }

  /** Since the bench was opened [ns]. */
  protected final long nowNs() {
    return clock.nowNs();
  }

  /** Starts the cameras, when there is an arm; closes it if that fails. */
  protected final void look(Supplier<List<GrabbedCamera>> starting) {
    try {
      cameras = starting.get();
    } catch (RuntimeException e) {
      closeArm();
      throw e;
    }
  }

  /** What ended a thread of the arm, if something did. */
  protected abstract Optional<Throwable> failure();

  /** Ends the arm's threads. */
  protected abstract void closeArm();

  private void requireRunning() {
    Optional<Throwable> failure = failure();
    if (failure.isPresent()) {
      throw new IllegalStateException(
          "a thread of the arm stopped: " + failure.get().getMessage(), failure.get());
    }
  }

  @Override
  public final Pace pace() {
    return clock;
  }

  @Override
  public final List<Camera> cameras() {
    return List.copyOf(cameras);
  }

  /** Why a camera shows nothing to act on, in one line, if one does. */
  protected final Optional<String> darkness() {
    for (GrabbedCamera camera : cameras) {
      Optional<String> complaint = camera.complaint();
      if (complaint.isPresent()) {
        return complaint;
      }
    }
    return Optional.empty();
  }

  @Override
  public final void close() {
    cameras.forEach(GrabbedCamera::close);
    closeArm();
  }
}
