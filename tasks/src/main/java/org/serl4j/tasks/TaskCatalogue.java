package org.serl4j.tasks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.Cell;
import org.serl4j.tasks.arm.BenchAttendant;
import org.serl4j.tasks.arm.PartAttendant;
import org.serl4j.tasks.cable.CableResetSubject;
import org.serl4j.tasks.cable.CableRouting;
import org.serl4j.tasks.insertion.Insertion;
import org.serl4j.tasks.insertion.InsertionResetSubject;
import org.serl4j.tasks.lift.CubeLift;
import org.serl4j.tasks.lift.CubeLiftEnvironment;
import org.serl4j.tasks.lift.CubeLiftExpert;
import org.serl4j.tasks.pcb.PcbInsertion;
import org.serl4j.tasks.peg.PegInsertion;
import org.serl4j.tasks.peg.PegSight;
import org.serl4j.tasks.relocation.BlockAttendant;
import org.serl4j.tasks.relocation.Direction;
import org.serl4j.tasks.relocation.ObjectRelocation;
import org.serl4j.tasks.relocation.RelocationRehearsal;
import org.serl4j.tasks.relocation.RelocationResetTrials;

/** Every task by its name. */
public final class TaskCatalogue {
  /** Opens one task over one cell. */
  @FunctionalInterface
  private interface Opener {
    OpenTask open(Cell cell, TaskOptions options) throws IOException;
  }

  /** Opens the test of a task's resets. */
  @FunctionalInterface
  private interface ResetTestOpener {
    ResetTest open(
        SimulatedWorkcell workcell, Cell cell, boolean randomScene, @Nullable String routine);
  }

  /** Opens the workcell with a task's scene. */
  @FunctionalInterface
  private interface WorkcellOpener {
    SimulatedWorkcell open(Cell cell, TaskOptions options) throws IOException;
  }

  /** Resets that can be tried. */
  private record Resets(WorkcellOpener workcell, List<String> routines, ResetTestOpener test) {}

  private static final List<Insertion> INSERTIONS = List.of(PcbInsertion.TASK, PegInsertion.TASK);

  /** Two cameras that look at what the fingers hold. */
  private static final String SIMULATED_CELL = "sim.yaml";

  private static final int REHEARSAL_STEPS = 45;

  private final Map<String, Opener> openers = new TreeMap<>();
  private final Map<String, Resets> resets = new TreeMap<>();

  public TaskCatalogue() {
    for (Insertion insertion : INSERTIONS) {
      openers.put(
          insertion.name(), (cell, options) -> InsertionTasks.open(insertion, cell, options));
      resets.put(
          insertion.name(),
          new Resets(
              (cell, options) -> Workcells.simulate(cell, insertion.scene(), options),
              insertion.routines(),
              (workcell, cell, randomBoard, routine) ->
                  InsertionResetSubject.test(insertion, workcell, randomBoard, routine)));
    }
    openers.put(CableRouting.NAME, CableTasks::open);
    resets.put(
        CableRouting.NAME,
        new Resets(
            (cell, options) -> Workcells.simulate(cell, CableRouting.SCENE, options),
            CableRouting.routines(),
            (workcell, cell, randomBoard, routine) ->
                CableResetSubject.test(workcell, randomBoard, routine)));
    for (Direction direction : Direction.values()) {
      openers.put(
          direction.task(), (cell, options) -> RelocationTasks.open(direction, cell, options));
      resets.put(
          direction.task(),
          new Resets(
              (cell, options) -> RelocationTasks.simulate(direction.task(), cell, options),
              RelocationResetTrials.routines(),
              (workcell, cell, randomScene, routine) ->
                  RelocationResetTrials.over(
                      direction, workcell, RelocationTasks.grippers(cell), routine)));
    }
    openers.put(CubeLift.NAME, TaskCatalogue::openCubeLift);
  }

  /** The names, sorted. */
  public List<String> names() {
    return List.copyOf(openers.keySet());
  }

  /**
   * Refuses an unknown name before anything is opened.
   *
   * @throws IllegalArgumentException with the known names
   */
  public void require(String task) {
    opener(task);
  }

  private Opener opener(String task) {
    Opener opener = openers.get(task);
    if (opener == null) {
      throw new IllegalArgumentException(
          "no task '" + task + "': choose one of " + String.join(", ", openers.keySet()));
    }
    return opener;
  }

  /**
   * The file in {@code hardware-config/cells} of the simulated cell that a task is made for.
   *
   * @throws IllegalArgumentException if the task is unknown
   */
  public String simulatedCell(String task) {
    require(task);
    if (task.equals(CableRouting.NAME)) {
      return CableRouting.CELL;
    }
    return direction(task).isPresent() ? ObjectRelocation.CELL : SIMULATED_CELL;
  }

  /**
   * A task with a workcell that is made for a simulated cell; peg insertion if there is none.
   *
   * @param cell name of a file in {@code hardware-config/cells}
   */
  public String taskOf(String cell) {
    return resets.keySet().stream()
        .filter(task -> simulatedCell(task).equals(cell) && !cell.equals(SIMULATED_CELL))
        .findFirst()
        .orElse(PegInsertion.NAME);
  }

  /**
   * Steps of a rehearsal, enough for its success to be seen for a while.
   *
   * @throws IllegalArgumentException if the task is unknown
   */
  public int rehearsalSteps(String task) {
    require(task);
    return direction(task).isPresent() ? RelocationRehearsal.STEPS : REHEARSAL_STEPS;
  }

  /**
   * Opens the cell's workcell and the task over it.
   *
   * @throws IllegalArgumentException if the task is unknown or does not fit the cell
   * @throws IOException if the scene cannot be unpacked
   */
  public OpenTask open(String task, Cell cell, TaskOptions options) throws IOException {
    return opener(task).open(cell, options);
  }

  /**
   * Opens the cell's workcell alone, on the wall clock; no task runs on it.
   *
   * @param task whose scene a simulated arm stands in
   * @throws IllegalArgumentException if the task is unknown, has no such scene, or does not fit the
   *     cell
   * @throws IOException if the scene cannot be unpacked
   */
  public Workcell openWorkcell(String task, Cell cell) throws IOException {
    String scene = scene(task);
    return cell.arm().kind() == ArmKind.MUJOCO
        ? Workcells.simulate(cell, scene, new TaskOptions(false, false))
        : Workcells.openBench(cell, Optional.empty());
  }

  /**
   * Opens the cell's workcell with the task's scene and without cameras, on the wall clock, for
   * others to drive.
   *
   * @throws IllegalArgumentException if the task is unknown, has no such scene, or does not fit the
   *     cell
   * @throws IOException if the scene cannot be unpacked
   */
  public SimulatedWorkcell openScene(String task, Cell cell) throws IOException {
    Cell blind =
        new Cell(
            cell.name(), cell.arm(), cell.gripper(), List.of(), cell.safety(), cell.compliance());
    return Workcells.simulate(blind, scene(task), new TaskOptions(false, false));
  }

  /**
   * The task's scene as a file, for whoever drives the arm in it by other means.
   *
   * @throws IllegalArgumentException if the task is unknown, has no such scene, or the cell is not
   *     simulated
   * @throws IOException if the scene cannot be unpacked
   */
  public SceneFile sceneFile(String task, Cell cell) throws IOException {
    String scene = scene(task);
    Workcells.requireSimulated(cell);
    return SceneFile.extract(TaskCatalogue.class, scene);
  }

  private String scene(String task) {
    require(task);
    Optional<Insertion> insertion = insertion(task);
    if (insertion.isPresent()) {
      return insertion.get().scene();
    }
    if (task.equals(CableRouting.NAME)) {
      return CableRouting.SCENE;
    }
    if (direction(task).isPresent()) {
      return ObjectRelocation.SCENE;
    }
    throw new IllegalArgumentException(
        "the arm of the task '" + task + "' follows no impedance law: choose another");
  }

  /**
   * Opens the task's sight test in virtual time.
   *
   * @throws IllegalArgumentException if the task is unknown, has no such test, or does not fit the
   *     cell
   * @throws IOException if the scene cannot be unpacked
   */
  public SightTest openSightTest(String task, Cell cell) throws IOException {
    require(task);
    if (!task.equals(PegInsertion.NAME)) {
      throw new IllegalArgumentException(
          "the task '" + task + "' has no sight test: " + PegInsertion.NAME + " has one");
    }
    SimulatedWorkcell workcell = Workcells.simulate(cell, PegSight.SCENE, TaskOptions.defaults());
    return Workcells.over(workcell, () -> PegSight.over(workcell));
  }

  /**
   * The person beside the simulated bench of a task.
   *
   * @throws IllegalArgumentException if the task is unknown, or nothing of it can be put right
   */
  public BenchAttendant attendant(String task, SimulatedScene scene) {
    require(task);
    if (direction(task).isPresent()) {
      return new BlockAttendant(scene);
    }
    return insertion(task)
        .map(Insertion::attended)
        .or(() -> Optional.of(CableRouting.ATTENDED).filter(c -> task.equals(CableRouting.NAME)))
        .map(held -> new PartAttendant(held, scene))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "nobody attends the bench of "
                        + task
                        + ": an insertion's part, the cable or the block can be put back"));
  }

  private static Optional<Insertion> insertion(String task) {
    return INSERTIONS.stream().filter(insertion -> insertion.name().equals(task)).findFirst();
  }

  private static Optional<Direction> direction(String task) {
    return Arrays.stream(Direction.values()).filter(d -> d.task().equals(task)).findFirst();
  }

  /**
   * @throws IllegalArgumentException if the task is unknown or its resets cannot be tried
   */
  private Resets resets(String task) {
    require(task);
    Resets known = resets.get(task);
    if (known == null) {
      throw new IllegalArgumentException("the task '" + task + "' has no test of its resets");
    }
    return known;
  }

  /**
   * Refuses a routine that the resets of a task do not have.
   *
   * @throws IllegalArgumentException with those that they have
   */
  public void requireRoutine(String task, String routine) {
    List<String> routines = resets(task).routines;
    if (!routines.contains(routine)) {
      throw new IllegalArgumentException(
          "%s has no reset routine '%s': choose one of %s"
              .formatted(task, routine, String.join(", ", routines)));
    }
  }

  /**
   * Opens the test of the task's resets in virtual time.
   *
   * @param randomScene whether the fixtures are put elsewhere between two resets
   * @param routine that every state calls for; null for any
   * @throws IllegalArgumentException if the task is unknown, has no such test or routine, or does
   *     not fit the cell
   * @throws IOException if the scene cannot be unpacked
   */
  public ResetTest openResetTest(
      String task, Cell cell, boolean randomScene, @Nullable String routine) throws IOException {
    Resets tried = resets(task);
    if (routine != null) {
      requireRoutine(task, routine);
    }
    SimulatedWorkcell workcell = tried.workcell.open(cell, new TaskOptions(randomScene, true));
    return Workcells.over(workcell, () -> tried.test.open(workcell, cell, randomScene, routine));
  }

  /**
   * Whether the task itself tells success over that cell. If not, its reward and success are never
   * there: a learned reward judges, or a person.
   *
   * @throws IllegalArgumentException if the task is unknown
   */
  public boolean measuresSuccess(String task, Cell cell) {
    require(task);
    boolean seenByTheArm = !task.equals(CableRouting.NAME) && direction(task).isEmpty();
    return seenByTheArm || cell.arm().kind() == ArmKind.MUJOCO;
  }

  /**
   * Whether the policy of the task opens and closes the gripper.
   *
   * @throws IllegalArgumentException if the task is unknown
   */
  public boolean learnsGripper(String task) {
    require(task);
    return direction(task).isPresent();
  }

  /**
   * Whether a script can demonstrate the task over that cell. If not, a person does.
   *
   * @throws IllegalArgumentException if the task is unknown
   */
  public boolean demonstratesItself(String task, Cell cell) {
    require(task);
    return direction(task).isEmpty() || cell.arm().kind() == ArmKind.MUJOCO;
  }

  /** Pose {@code X_OT} of the end effector with the part in its place, if the cell tells it. */
  public static Optional<RigidTransform> target(Cell cell) {
    return Workcells.target(cell);
  }

  /**
   * The tasks of the ring that a task begins, in their order; empty if it begins none.
   *
   * @throws IllegalArgumentException if the task is unknown
   */
  public List<String> ring(String task) {
    require(task);
    return task.equals(Direction.FORWARD.task())
        ? Arrays.stream(Direction.values()).map(Direction::task).toList()
        : List.of();
  }

  /**
   * Opens the ring of tasks that a task begins, over one workcell.
   *
   * @throws IllegalArgumentException if the task begins none, or does not fit the cell
   * @throws IOException if the scene cannot be unpacked
   */
  public TaskRing openRing(String task, Cell cell, TaskOptions options) throws IOException {
    if (ring(task).isEmpty()) {
      throw new IllegalArgumentException("the task '" + task + "' begins no ring of tasks");
    }
    return RelocationTasks.ring(cell, options);
  }

  private static OpenTask openCubeLift(Cell cell, TaskOptions options) throws IOException {
    Workcells.requireSimulated(cell);
    if (!options.lockStep()) {
      throw new IllegalArgumentException(
          "the task '" + CubeLift.NAME + "' runs in virtual time only: leave out --realtime");
    }
    CubeLiftEnvironment environment = CubeLiftEnvironment.open(false);
    return new OpenTask(
        environment,
        environment.bench(),
        (noise, seed) -> CubeLiftExpert.of(environment, noise, seed),
        List.of(),
        (motion, gripper) -> CubeLift.steer(motion, gripper),
        environment::report,
        () -> 0,
        Optional.empty());
  }
}
