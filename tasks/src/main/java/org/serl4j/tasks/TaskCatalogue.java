package org.serl4j.tasks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serl4j.controller.Workcell;
import org.serl4j.controller.arm.ArmFault;
import org.serl4j.controller.arm.StopFiles;
import org.serl4j.controller.arm.ros1.FrankaWorkcell;
import org.serl4j.controller.arm.serl.SerlWorkcell;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Rotation;
import org.serl4j.controller.geometry.Vector3;
import org.serl4j.controller.gripper.GripperRule;
import org.serl4j.controller.mujoco.SceneFile;
import org.serl4j.controller.mujoco.SimulatedScene;
import org.serl4j.controller.mujoco.SimulatedWorkcell;
import org.serl4j.hardware.ArmKind;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.Cell;
import org.serl4j.hardware.Quaternion;
import org.serl4j.hardware.Xyz;
import org.serl4j.tasks.arm.PartAttendant;
import org.serl4j.tasks.cable.CableEnvironment;
import org.serl4j.tasks.cable.CableExpert;
import org.serl4j.tasks.cable.CableOptions;
import org.serl4j.tasks.cable.CableRehearsal;
import org.serl4j.tasks.cable.CableResetSubject;
import org.serl4j.tasks.cable.CableRouting;
import org.serl4j.tasks.insertion.Insertion;
import org.serl4j.tasks.insertion.InsertionEnvironment;
import org.serl4j.tasks.insertion.InsertionExpert;
import org.serl4j.tasks.insertion.InsertionOptions;
import org.serl4j.tasks.insertion.InsertionRehearsal;
import org.serl4j.tasks.insertion.InsertionResetSubject;
import org.serl4j.tasks.lift.CubeLift;
import org.serl4j.tasks.lift.CubeLiftEnvironment;
import org.serl4j.tasks.lift.CubeLiftExpert;
import org.serl4j.tasks.pcb.PcbInsertion;
import org.serl4j.tasks.peg.PegInsertion;
import org.serl4j.tasks.peg.PegSight;
import org.serl4j.tasks.perturbation.SceneTampering;
import org.serl4j.tasks.relocation.Direction;
import org.serl4j.tasks.relocation.ObjectRelocation;
import org.serl4j.tasks.relocation.RelocationEnvironment;
import org.serl4j.tasks.relocation.RelocationExpert;
import org.serl4j.tasks.relocation.RelocationHandover;
import org.serl4j.tasks.relocation.RelocationOptions;
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
      openers.put(insertion.name(), (cell, options) -> openInsertion(insertion, cell, options));
      resets.put(
          insertion.name(),
          new Resets(
              (cell, options) -> simulate(cell, insertion.scene(), options),
              insertion.routines(),
              (workcell, cell, randomBoard, routine) ->
                  InsertionResetSubject.test(insertion, workcell, randomBoard, routine)));
    }
    openers.put(CableRouting.NAME, TaskCatalogue::openCable);
    resets.put(
        CableRouting.NAME,
        new Resets(
            (cell, options) -> simulate(cell, CableRouting.SCENE, options),
            CableRouting.routines(),
            (workcell, cell, randomBoard, routine) ->
                CableResetSubject.test(workcell, randomBoard, routine)));
    for (Direction direction : Direction.values()) {
      openers.put(direction.task(), (cell, options) -> openRelocation(direction, cell, options));
      resets.put(
          direction.task(),
          new Resets(
              (cell, options) -> simulateBins(direction.task(), cell, options),
              RelocationResetTrials.routines(),
              (workcell, cell, randomScene, routine) ->
                  RelocationResetTrials.over(direction, workcell, grippers(cell), routine)));
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
        ? simulate(cell, scene, new TaskOptions(false, false))
        : openBench(cell, Optional.empty());
  }

  /** A bench that stands somewhere, on the wall clock. */
  private static Workcell openBench(Cell cell, Optional<Path> stops) {
    return cell.arm().kind() == ArmKind.ROS1
        ? FrankaWorkcell.open(
            cell, stops.<Consumer<ArmFault>>map(StopFiles::new).orElse(stop -> {}))
        : SerlWorkcell.open(cell);
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
    return simulate(blind, scene(task), new TaskOptions(false, false));
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
    requireSimulated(cell);
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
    SimulatedWorkcell workcell = simulate(cell, PegSight.SCENE, TaskOptions.defaults());
    return over(workcell, () -> PegSight.over(workcell));
  }

  /**
   * The person beside the simulated bench of an insertion, or of a cable.
   *
   * @throws IllegalArgumentException if the task is another
   */
  public PartAttendant attendant(String task, SimulatedScene scene) {
    require(task);
    return insertion(task)
        .map(Insertion::attended)
        .or(() -> Optional.of(CableRouting.ATTENDED).filter(c -> task.equals(CableRouting.NAME)))
        .map(held -> new PartAttendant(held, scene))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "nobody attends the bench of "
                        + task
                        + ": an insertion's part or the cable can be put back"));
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
    return over(workcell, () -> tried.test.open(workcell, cell, randomScene, routine));
  }

  /** Opens what stands over a workcell, which is closed if that fails. */
  private static <T> T over(Workcell workcell, Supplier<T> opening) {
    try {
      return opening.get();
    } catch (RuntimeException e) {
      workcell.close();
      throw e;
    }
  }

  private static GripperRule grippers(Cell cell) {
    return GripperRule.hilSerl(cell.gripper().openWidth());
  }

  /**
   * Whether the task itself tells success over that cell. If not, its reward and success are never
   * there: a learned reward judges, or a person.
   *
   * @throws IllegalArgumentException if the task is unknown
   */
  public boolean measuresSuccess(String task, Cell cell) {
    require(task);
    return !task.equals(CableRouting.NAME) || cell.arm().kind() == ArmKind.MUJOCO;
  }

  /** A bench that stands somewhere has one time and one board. */
  private static void requireBench(Cell cell, TaskOptions options) {
    if (options.lockStep()) {
      throw new IllegalArgumentException(
          "the arm of cell '" + cell.name() + "' knows no virtual time: give --realtime");
    }
    if (options.randomScene()) {
      throw new IllegalArgumentException(
          "the board of cell '"
              + cell.name()
              + "' does not move by itself: leave --random-board out");
    }
  }

  /** Over a bench that stands somewhere. */
  private static OpenTask openInsertionOnBench(
      Insertion insertion, Cell cell, TaskOptions options) {
    requireBench(cell, options);
    InsertionOptions fixed = InsertionOptions.fixedBoard(insertion);
    InsertionOptions chosen =
        target(cell).map(X_OT -> fixed.endingAt(X_OT, insertion)).orElse(fixed);
    Workcell workcell = openBench(cell, options.stops());
    return over(
        workcell,
        () -> {
          InsertionEnvironment environment =
              InsertionEnvironment.onBench(
                  insertion, workcell, options.endsAtGoal() ? chosen : chosen.goingOn());
          return new OpenTask(
              environment,
              Optional.empty(),
              workcell.cameras(),
              (noise, seed) -> InsertionExpert.of(environment, noise, seed),
              List.of(),
              environment::steer,
              () -> environment.report().line() + "; " + environment.punctuality(),
              () -> environment.report().resetRetries(),
              Optional.empty());
        });
  }

  /** Pose {@code X_OT} of the end effector with the part in its place, if the cell tells it. */
  public static Optional<RigidTransform> target(Cell cell) {
    return cell.target()
        .map(
            target -> {
              Quaternion q = target.rotation();
              Xyz p = target.position();
              return new RigidTransform(
                  new Rotation(q.w(), q.x(), q.y(), q.z()), new Vector3(p.x(), p.y(), p.z()));
            });
  }

  private static OpenTask openInsertion(Insertion insertion, Cell cell, TaskOptions options)
      throws IOException {
    if (cell.arm().kind() != ArmKind.MUJOCO) {
      return openInsertionOnBench(insertion, cell, options);
    }
    SimulatedWorkcell workcell = simulate(cell, insertion.scene(), options);
    return over(
        workcell,
        () -> {
          InsertionOptions chosen =
              options.randomScene()
                  ? InsertionOptions.randomBoard(insertion)
                  : InsertionOptions.fixedBoard(insertion);
          InsertionEnvironment environment =
              InsertionEnvironment.simulated(
                  insertion, workcell, options.endsAtGoal() ? chosen : chosen.goingOn());
          return new OpenTask(
              environment,
              workcell,
              (noise, seed) -> InsertionExpert.of(environment, noise, seed),
              InsertionRehearsal.all(environment),
              environment::steer,
              () -> environment.report().line(),
              () -> environment.report().resetRetries(),
              environment.tampering());
        });
  }

  /** Over a bench that stands somewhere. */
  private static OpenTask openCableOnBench(Cell cell, TaskOptions options) {
    requireBench(cell, options);
    CableOptions fixed = CableOptions.fixedBoard();
    CableOptions chosen = target(cell).map(fixed::endingAt).orElse(fixed);
    Workcell workcell = openBench(cell, options.stops());
    return over(
        workcell,
        () -> {
          CableEnvironment environment =
              CableEnvironment.onBench(workcell, options.endsAtGoal() ? chosen : chosen.goingOn());
          return new OpenTask(
              environment,
              Optional.empty(),
              workcell.cameras(),
              (noise, seed) -> CableExpert.of(environment, noise, seed),
              List.of(),
              environment::steer,
              () -> environment.report().lineOfBench() + "; " + environment.punctuality(),
              () -> environment.report().resetRetries(),
              Optional.empty());
        });
  }

  private static OpenTask openCable(Cell cell, TaskOptions options) throws IOException {
    if (cell.arm().kind() != ArmKind.MUJOCO) {
      return openCableOnBench(cell, options);
    }
    SimulatedWorkcell workcell = simulate(cell, CableRouting.SCENE, options);
    return over(
        workcell,
        () -> {
          CableOptions chosen =
              options.randomScene() ? CableOptions.randomBoard() : CableOptions.fixedBoard();
          CableEnvironment environment =
              new CableEnvironment(workcell, options.endsAtGoal() ? chosen : chosen.goingOn());
          return new OpenTask(
              environment,
              workcell,
              (noise, seed) -> CableExpert.of(environment, noise, seed),
              CableRehearsal.all(environment),
              environment::steer,
              () -> environment.report().line(),
              () -> environment.report().resetRetries(),
              environment.tampering());
        });
  }

  private static OpenTask openRelocation(Direction direction, Cell cell, TaskOptions options)
      throws IOException {
    SimulatedWorkcell workcell = simulateBins(direction.task(), cell, options);
    return over(workcell, () -> relocation(direction, cell, options, workcell));
  }

  private static SimulatedWorkcell simulateBins(String task, Cell cell, TaskOptions options)
      throws IOException {
    requireCameras(task, cell, ObjectRelocation.CAMERAS, ObjectRelocation.CELL);
    if (options.randomScene()) {
      throw new IllegalArgumentException(
          task
              + ": the bins stay where they are, the block is put elsewhere anyway: leave"
              + " --random-board out");
    }
    return simulate(cell, ObjectRelocation.SCENE, options);
  }

  private static OpenTask relocation(
      Direction direction, Cell cell, TaskOptions options, SimulatedWorkcell workcell) {
    RelocationOptions chosen = RelocationOptions.defaults();
    RelocationEnvironment environment =
        new RelocationEnvironment(
            direction, workcell, grippers(cell), options.endsAtGoal() ? chosen : chosen.goingOn());
    return new OpenTask(
        environment,
        workcell,
        (noise, seed) -> RelocationExpert.of(environment, noise, seed),
        RelocationRehearsal.all(environment),
        environment::steer,
        () -> environment.report().line(),
        () -> environment.report().resetRetries(),
        Optional.of(new SceneTampering(workcell.scene())));
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
    SimulatedWorkcell workcell = simulateBins(task, cell, options);
    return over(
        workcell,
        () -> {
          List<OpenTask> tasks = new ArrayList<>();
          List<RelocationEnvironment> environments = new ArrayList<>();
          for (Direction direction : Direction.values()) {
            OpenTask open = relocation(direction, cell, options, workcell);
            tasks.add(open);
            environments.add((RelocationEnvironment) open.environment());
          }
          return new TaskRing(tasks, new RelocationHandover(environments, workcell), workcell);
        });
  }

  private static void requireCameras(
      String task, Cell cell, List<String> cameras, String cellFile) {
    List<String> there = cell.cameras().stream().map(CameraConfig::name).toList();
    if (!there.containsAll(cameras)) {
      throw new IllegalArgumentException(
          "%s needs the cameras %s, cell '%s' has %s: hardware-config/cells/%s has them"
              .formatted(
                  task,
                  String.join(", ", cameras),
                  cell.name(),
                  String.join(", ", there),
                  cellFile));
    }
  }

  private static OpenTask openCubeLift(Cell cell, TaskOptions options) throws IOException {
    requireSimulated(cell);
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

  private static void requireSimulated(Cell cell) {
    if (cell.arm().kind() != ArmKind.MUJOCO) {
      throw new IllegalArgumentException(
          "cell '"
              + cell.name()
              + "' has an arm of kind "
              + cell.arm().kind()
              + ": this needs a simulated cell (kind mujoco)");
    }
  }

  private static SimulatedWorkcell simulate(Cell cell, String scene, TaskOptions options)
      throws IOException {
    requireSimulated(cell);
    try (SceneFile file = SceneFile.extract(TaskCatalogue.class, scene)) {
      return SimulatedWorkcell.open(file.path(), cell, options.lockStep());
    }
  }
}
