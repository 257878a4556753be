package org.serl4j.tasks.perturbation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.serl4j.agent.Spaces;
import org.serl4j.controller.geometry.Vector3;

/**
 * Every kind of {@link Perturbation}, and how strong it is drawn. All numbers are uniform between
 * their bounds. A kind begins 0.2 to 1.2 s after the policy did, before most episodes are over.
 */
public enum PerturbationKind {
  /** 5 to 10 mm in any direction and up to 5 degrees, within 0.3 s. */
  BOARD_SHIFT(true) {
    @Override
    Perturbation draw(SplittableRandom random, Room room) {
      int step = room.onset(random);
      double way = random.nextDouble(0.005, 0.010);
      double angle = random.nextDouble(2 * Math.PI);
      double yaw = Math.toRadians(random.nextDouble(-5, 5));
      return new Perturbation.BoardShift(
          step, new Vector3(way * Math.cos(angle), way * Math.sin(angle), 0), yaw, 0.3);
    }
  },

  /** 10 to 25 N in any direction for 0.1 to 0.2 s. */
  PUSH(true) {
    @Override
    Perturbation draw(SplittableRandom random, Room room) {
      int step = room.onset(random);
      double force = random.nextDouble(10, 25);
      // uniform on the sphere: z and the angle about it are
      double z = random.nextDouble(-1, 1);
      double across = Math.sqrt(1 - z * z);
      double angle = random.nextDouble(2 * Math.PI);
      Vector3 direction = new Vector3(across * Math.cos(angle), across * Math.sin(angle), z);
      return new Perturbation.Push(step, direction.times(force), random.nextDouble(0.1, 0.2));
    }
  },

  /** 30 to 70 % of the width and of the height of one camera's image, for 1 to 2 s. */
  OCCLUSION(false) {
    @Override
    Perturbation draw(SplittableRandom random, Room room) {
      int from = 1 + room.onset(random);
      int count = room.steps(random.nextDouble(1, 2));
      int camera = random.nextInt(room.spaces().cameras().size());
      int size = room.spaces().imageSize();
      int width = (int) Math.round(size * random.nextDouble(0.3, 0.7));
      int height = (int) Math.round(size * random.nextDouble(0.3, 0.7));
      int left = random.nextInt(size - width + 1);
      int top = random.nextInt(size - height + 1);
      return new Perturbation.Occlusion(camera, from, count, left, top, width, height);
    }
  },

  /** One camera 2 to 4 times as bright, for 1 to 2 s. */
  OVER_EXPOSURE(false) {
    @Override
    Perturbation draw(SplittableRandom random, Room room) {
      int from = 1 + room.onset(random);
      int count = room.steps(random.nextDouble(1, 2));
      int camera = random.nextInt(room.spaces().cameras().size());
      return new Perturbation.OverExposure(camera, from, count, random.nextDouble(2, 4));
    }
  },

  /** As far as the task allows either way, along the pads and along the gripper, from the start. */
  REGRASP_OFFSET(true) {
    @Override
    Perturbation draw(SplittableRandom random, Room room) {
      double x = room.graspRange().x() * random.nextDouble(-1, 1);
      double z = room.graspRange().z() * random.nextDouble(-1, 1);
      return new Perturbation.RegraspOffset(new Vector3(x, 0, z));
    }
  };

  private static final String ALL = "all";

  private final boolean tampers;

  PerturbationKind(boolean tampers) {
    this.tampers = tampers;
  }

  /**
   * What the draws depend on.
   *
   * @param spaces of the task
   * @param stepSeconds length of a step [s]
   * @param graspRange see {@link Tampering#graspRange()} [m]
   */
  record Room(Spaces spaces, double stepSeconds, Vector3 graspRange) {
    private static final double EARLIEST = 0.2; // [s]
    private static final double LATEST = 1.2; // [s]

    int steps(double seconds) {
      return (int) Math.max(1, Math.round(seconds / stepSeconds));
    }

    /** The step before which it begins. */
    int onset(SplittableRandom random) {
      return random.nextInt(steps(EARLIEST), steps(LATEST) + 1);
    }
  }

  /** What happens in the episode whose random numbers these are. */
  abstract Perturbation draw(SplittableRandom random, Room room);

  /** Whether it touches the scene itself, which only simulated tasks allow. */
  public boolean tampers() {
    return tampers;
  }

  /** Its name, as operators write it. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The names of those kinds, for messages. */
  static String known(Predicate<PerturbationKind> which) {
    return Arrays.stream(values())
        .filter(which)
        .map(PerturbationKind::words)
        .collect(Collectors.joining(", "));
  }

  /**
   * The kinds of those names, each once; {@code all} stands for every kind on offer.
   *
   * @param offered what the task offers
   * @throws IllegalArgumentException for an unknown name, with the known ones
   */
  public static List<PerturbationKind> named(
      List<String> names, Predicate<PerturbationKind> offered) {
    LinkedHashSet<PerturbationKind> kinds = new LinkedHashSet<>();
    for (String name : names) {
      if (name.equals(ALL)) {
        Arrays.stream(values()).filter(offered).forEach(kinds::add);
        continue;
      }
      kinds.add(
          Arrays.stream(values())
              .filter(kind -> kind.words().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no perturbation '%s': choose of %s, or %s"
                              .formatted(name, known(kind -> true), ALL))));
    }
    return new ArrayList<>(kinds);
  }
}
