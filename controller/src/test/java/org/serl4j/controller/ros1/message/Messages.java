package org.serl4j.controller.ros1.message;

import java.util.List;
import java.util.Map;
import org.serl4j.controller.geometry.Vector3;

/** One message of each type, every field with a value of its own. */
final class Messages {
  /** A type, and one message of it. */
  record Sample<M>(MessageType<M> type, M message) {}

  static final Header HEADER = new Header(7, 1_700_000_000_123_456_789L, "panda_link0");
  static final ActionType.GoalId GOAL = new ActionType.GoalId(1_700_000_001_000_000_002L, "goal-1");
  static final ActionType.GoalStatus STATUS =
      new ActionType.GoalStatus(GOAL, ActionType.Progress.ABORTED, "blocked");
  static final Reconfigure.Config CONFIG =
      new Reconfigure.Config(
          Map.of("on", true),
          Map.of("count", -3),
          Map.of("name", "größer"),
          Map.of("translational_stiffness", 2000.0),
          List.of(new Reconfigure.GroupState("Default", true, 0, 0)));

  private Messages() {}

  static PoseStamped pose() {
    PoseStamped pose = new PoseStamped();
    pose.seq = 3;
    pose.stampNs = HEADER.stampNs();
    pose.frameId = "0";
    pose.x = 0.4;
    pose.y = -0.1;
    pose.z = 0.3;
    pose.qx = 0.5;
    pose.qy = -0.5;
    pose.qz = 0.1;
    pose.qw = 0.7;
    return pose;
  }

  static Image image() {
    Image image = new Image();
    image.frameId = "camera";
    image.height = 2;
    image.width = 1;
    image.encoding = "bgr8";
    image.step = 3;
    image.data = new byte[] {1, 2, 3, -1, -2, -3};
    image.length = 6;
    return image;
  }

  static FrankaState state() {
    FrankaState state = new FrankaState();
    state.seq = 11;
    state.stampNs = HEADER.stampNs();
    state.frameId = "panda_link0";
    state.mode = FrankaState.MODE_REFLEX;
    for (FrankaState.Slice slice : FrankaState.Slice.values()) {
      for (int i = 0; i < slice.size(); i++) {
        state.set(slice, i, slice.start() + i + 0.25);
      }
    }
    state.errors(
        List.of("joint_reflex", "base_acceleration_invalid_reading"),
        List.of("joint_position_limits_violation"));
    return state;
  }

  static double[] jacobian() {
    double[] jacobian = new double[ZeroJacobian.ROWS * ZeroJacobian.COLUMNS];
    for (int i = 0; i < jacobian.length; i++) {
      jacobian[i] = i - 0.5;
    }
    return jacobian;
  }

  static List<Sample<?>> all() {
    FrankaActions.Report report = new FrankaActions.Report(true, "none");
    FrankaActions.Nothing nothing = FrankaActions.Nothing.NOTHING;
    return List.of(
        new Sample<>(Header.TYPE, HEADER),
        new Sample<>(StandardMessages.STRING, "grün"),
        new Sample<>(StandardMessages.BOOL, true),
        new Sample<>(StandardMessages.FLOAT64, -1.5),
        new Sample<>(PoseStamped.TYPE, pose()),
        new Sample<>(
            WrenchStamped.TYPE,
            new WrenchStamped(HEADER, new Vector3(1, 2, 3), new Vector3(4, 5, 6))),
        new Sample<>(
            JointStates.TYPE,
            new JointStates(
                HEADER,
                List.of("left", "right"),
                new double[] {0.04, 0.03},
                new double[] {0.1, 0.2},
                new double[] {})),
        new Sample<>(Image.TYPE, image()),
        new Sample<>(ZeroJacobian.TYPE, jacobian()),
        new Sample<>(FrankaState.TYPE, state()),
        new Sample<>(
            Log.TYPE, new Log(HEADER, Log.WARN, "/n", "text", "A.java", "f", 12, List.of("/t"))),
        new Sample<>(ActionType.GoalId.TYPE, GOAL),
        new Sample<>(
            ActionType.GoalStatusArray.TYPE,
            new ActionType.GoalStatusArray(HEADER, List.of(STATUS, STATUS))),
        new Sample<>(
            FrankaActions.ERROR_RECOVERY.goal(), new ActionType.Goal<>(HEADER, GOAL, nothing)),
        new Sample<>(
            FrankaActions.MOVE.goal(),
            new ActionType.Goal<>(HEADER, GOAL, new FrankaActions.Move(0.09, 0.3))),
        new Sample<>(FrankaActions.MOVE.result(), new ActionType.Outcome<>(HEADER, STATUS, report)),
        new Sample<>(
            FrankaActions.MOVE.feedback(), new ActionType.Outcome<>(HEADER, STATUS, nothing)),
        new Sample<>(
            FrankaActions.GRASP.goal(),
            new ActionType.Goal<>(HEADER, GOAL, new FrankaActions.Grasp(0.01, 1, 2, 0.3, 130))),
        new Sample<>(
            FrankaActions.GRASP.result(), new ActionType.Outcome<>(HEADER, STATUS, report)),
        new Sample<>(
            FrankaActions.SET_LOAD.request(),
            new FrankaActions.Load(0.7, new double[] {1, 2, 3}, new double[9])),
        new Sample<>(FrankaActions.SET_LOAD.response(), report),
        new Sample<>(
            RobotiqGripper.Command.TYPE, new RobotiqGripper.Command(1, 1, 0, 255, 254, 150)),
        new Sample<>(
            RobotiqGripper.State.TYPE, new RobotiqGripper.State(1, 1, 3, 2, 0, 255, 200, 10)),
        new Sample<>(Reconfigure.Config.TYPE, CONFIG),
        new Sample<>(Reconfigure.SERVICE.request(), CONFIG),
        new Sample<>(
            Reconfigure.Description.TYPE,
            new Reconfigure.Description(
                List.of(
                    new Reconfigure.Group(
                        "Default",
                        "",
                        List.of(new Reconfigure.Parameter("k", "double", 1, "stiffness", "")),
                        0,
                        0)),
                CONFIG,
                CONFIG,
                CONFIG)));
  }
}
