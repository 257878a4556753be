package org.serl4j.controller.camera;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.camera.FramePreprocessor.ColourOrder;

/**
 * A camera whose frames arrive on their own: one thread waits for the source, keeps only the newest
 * frame and opens the source again when it fails, goes stale or freezes. Callers never wait for the
 * source.
 *
 * <p>The capture time is when the frame arrived, read from the workcell's clock; what the sensor
 * and the line took before cannot be known from here.
 */
public final class GrabbedCamera implements Camera {
  /** Longest wait for the grabbing thread at the end; a native call may outlast it as a daemon. */
  private static final long CLOSE_MS = 3_000;

  private final String name;
  private final FrameSource source;
  private final FramePreprocessor preprocessor;
  private final LongSupplier clock;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final CameraHealth health; // guarded by lock
  private @Nullable Frame latest; // guarded by lock
  private boolean latestRead; // guarded by lock
  private long unread; // guarded by lock
  private boolean closing; // guarded by lock
  private String note = ""; // guarded by lock

  // Of the grabbing thread only.
  private @Nullable Pending pending;
  private long playStartNs;
  private boolean playing;

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Pending(byte[] rgb, long dueNs, long fingerprint) {}

  /**
   * @param clock the workcell's clock [ns]
   */
  GrabbedCamera(
      String name,
      FrameSource source,
      FramePreprocessor preprocessor,
      CameraLimits limits,
      LongSupplier clock) {
    this.name = name;
    this.source = source;
    this.preprocessor = preprocessor;
    this.clock = clock;
    this.health = new CameraHealth(limits);
    this.thread = new Thread(this::run, "camera-" + name);
    thread.setDaemon(true);
  }

  /** Starts the grabbing thread. */
  GrabbedCamera start() {
    thread.start();
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Frame latest() {
    lock.lock();
    try {
      return newest();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a good frame, for the start of a session.
   *
   * @param afterSequence only a frame with a higher sequence number will do; -1 for any
   * @param timeoutMs longest wait, on the wall clock [ms]
   * @throws CameraUnavailableException if none came, with the cause
   */
  public Frame awaitFrameAfter(long afterSequence, long timeoutMs) {
    long leftNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    lock.lock();
    try {
      while (true) {
        boolean newEnough = latest != null && latest.sequence() > afterSequence;
        if (newEnough && health.complaint(clock.getAsLong()) == null) {
          return newest();
        }
        if (leftNs <= 0 || health.isOver() || closing) {
          String complaint = health.complaint(clock.getAsLong());
          throw unavailable(complaint == null ? "no newer frame within its time" : complaint);
        }
        leftNs = changed.awaitNanos(leftNs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the wait for a frame was interrupted");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String note() {
    return locked(() -> note);
  }

  /** Why there is no frame to act on, in one line; empty if the newest one is good. */
  public Optional<String> complaint() {
    lock.lock();
    try {
      String complaint = health.complaint(clock.getAsLong());
      return complaint == null
          ? Optional.empty()
          : Optional.of(String.valueOf(unavailable(complaint).getMessage()));
    } finally {
      lock.unlock();
    }
  }

  public CameraCounters counters() {
    lock.lock();
    try {
      return new CameraCounters(health.frames(), unread, health.failures(), health.reopens());
    } finally {
      lock.unlock();
    }
  }

  /** Ends the grabbing thread, which closes the source; waits a few seconds at most. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      thread.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (pauseUntil(step())) {}
    } catch (RuntimeException | LinkageError e) {
      withHealth(() -> health.giveUp("its thread failed: " + NativeVision.firstLine(e)));
    } finally {
      source.close();
    }
  }

  /** Waits on the camera's clock; false when the camera is closing or nothing more will come. */
  private boolean pauseUntil(long wakeNs) {
    lock.lock();
    try {
      long waitNs = wakeNs - clock.getAsLong();
      while (waitNs > 0 && !closing && !health.isOver()) {
        waitNs = changed.awaitNanos(waitNs);
      }
      return !closing && !health.isOver();
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * One turn of the grabbing thread: opens, waits for a frame, publishes it, closes what broke.
   *
   * @return when the next turn is due [ns]; a time that has passed means at once
   */
  long step() {
    long nowNs = clock.getAsLong();
    if (pending != null) {
      if (pending.dueNs > nowNs) {
        return pending.dueNs;
      }
      publish(nowNs, pending.rgb, pending.fingerprint);
      pending = null;
      return nowNs;
    }
    if (locked(health::isOver)) {
      return Long.MAX_VALUE;
    }
    if (!locked(health::isOpen)) {
      long nextOpenNs = locked(health::nextOpenNs);
      if (nextOpenNs > nowNs) {
        return nextOpenNs;
      }
      open();
      return nowNs;
    }
    grab();
    return nowNs;
  }

  private void open() {
    try {
      source.open();
      withHealth(
          () -> {
            note = source.note();
            health.opened(clock.getAsLong());
          });
    } catch (IOException e) {
      fail(NativeVision.firstLine(e));
    }
  }

  private void grab() {
    FrameSource.Image image;
    try {
      image = source.grab();
    } catch (IOException e) {
      fail(NativeVision.firstLine(e));
      return;
    }
    long nowNs = clock.getAsLong();
    if (image == null) {
      endOfStream();
      return;
    }
    if (image.width() != preprocessor.sourceWidth()
        || image.height() != preprocessor.sourceHeight()) {
      source.close();
      withHealth(
          () ->
              health.giveUp(
                  "it gives %d x %d px but the cell file says %d x %d px: correct width, height and crop there"
                      .formatted(
                          image.width(),
                          image.height(),
                          preprocessor.sourceWidth(),
                          preprocessor.sourceHeight())));
      return;
    }
    CRC32C crc = new CRC32C();
    crc.update(image.bgr().duplicate());
    byte[] rgb = preprocessor.process(image.bgr(), image.strideBytes(), ColourOrder.BGR);
    if (source.isLive()) {
      publish(nowNs, rgb, crc.getValue());
      closeIfBroken(nowNs);
    } else {
      if (!playing) {
        playing = true;
        playStartNs = nowNs - image.mediaNs();
      }
      pending = new Pending(rgb, playStartNs + image.mediaNs(), crc.getValue());
    }
  }

  private void endOfStream() {
    if (source.isLive()) {
      fail("the stream ended");
    } else {
      source.close();
      withHealth(health::ended);
    }
  }

  private void closeIfBroken(long nowNs) {
    String breakdown = locked(() -> health.breakdown(nowNs));
    if (breakdown != null) {
      fail(breakdown);
    }
  }

  private void fail(String cause) {
    source.close();
    withHealth(() -> health.failed(clock.getAsLong(), cause));
  }

  private void publish(long nowNs, byte[] rgb, long fingerprint) {
    lock.lock();
    try {
      if (latest != null && !latestRead) {
        unread++;
      }
      latest =
          new Frame(
              rgb, preprocessor.outputWidth(), preprocessor.outputHeight(), nowNs, health.frames());
      latestRead = false;
      health.frame(nowNs, fingerprint);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Frame newest() {
    if (closing) {
      throw unavailable("it is closed");
    }
    String complaint = health.complaint(clock.getAsLong());
    if (complaint != null || latest == null) {
      throw unavailable(complaint == null ? "no frame yet" : complaint);
    }
    latestRead = true;
    return latest;
  }

  private CameraUnavailableException unavailable(String cause) {
    return new CameraUnavailableException(
        "camera %s (%s): %s: %s".formatted(name, source.description(), cause, source.remedy()),
        !health.isOver() && !closing);
  }

  private <T extends @Nullable Object> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  private void withHealth(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
