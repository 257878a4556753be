"""Clients of a Franka for the tests, each as an operator would write it.

Reads their names line by line, runs each, prints what it finds.
"""
import sys
import threading
import time
import traceback

import actionlib
import dynamic_reconfigure.client
import rospy
from franka_actions import GRASP, HOMING, MOVE, RECOVERY, STOP, message
from genpy.dynamic import generate_dynamic
from geometry_msgs.msg import PoseStamped
from sensor_msgs.msg import Image, JointState
from std_msgs.msg import Bool

STATES = "/franka_state_controller/franka_states"
PARAMETERS = "/cartesian_impedance_controllerdynamic_reconfigure_compliance_param_node"
POSE = "/cartesian_impedance_controller/equilibrium_pose"


class States:
    """The newest state, read by the definition that the publisher sends along."""

    def __init__(self):
        self.changed = threading.Condition()
        self.kind = None
        self.newest = None
        rospy.Subscriber(STATES, rospy.AnyMsg, self.take, tcp_nodelay=True)

    def take(self, raw):
        header = raw._connection_header
        if self.kind is None:
            self.kind = generate_dynamic(header["type"], header["message_definition"])[header["type"]]
        state = self.kind().deserialize(raw._buff)
        with self.changed:
            self.newest = state
            self.changed.notify_all()

    def wait(self, what, fits):
        end = time.monotonic() + 15
        with self.changed:
            while self.newest is None or not fits(self.newest):
                left = end - time.monotonic()
                assert left > 0, "waited in vain for " + what
                self.changed.wait(left)
            return self.newest


def pose(x, y, z):
    message = PoseStamped()
    message.header.stamp = rospy.Time.now()
    message.header.frame_id = "0"
    message.pose.position.x = x
    message.pose.position.y = y
    message.pose.position.z = z
    message.pose.orientation.x = 1.0
    message.pose.orientation.w = 0.0
    return message


def publisher(topic, kind):
    made = rospy.Publisher(topic, kind, queue_size=10, tcp_nodelay=True)
    end = time.monotonic() + 10
    while made.get_num_connections() == 0:
        assert time.monotonic() < end, "nobody listens to " + topic
        time.sleep(0.02)
    return made


def follow(states):
    """Moves the equilibrium pose 60 mm up and 40 mm aside, once; the arm must get there alone."""
    first = states.wait("a state", lambda s: True)
    x, y, z = first.O_T_EE[12:15]
    publisher(POSE, PoseStamped).publish(pose(x, y + 0.04, z + 0.06))
    end = states.wait(
        "the arm", lambda s: abs(s.O_T_EE[13] - y - 0.04) < 0.004 and abs(s.O_T_EE[14] - z - 0.06) < 0.004
    )
    print("mode", end.robot_mode, "success", end.control_command_success_rate > 0)
    print("moved %.2f %.2f" % (end.O_T_EE[13] - y, end.O_T_EE[14] - z))
    print("column-major", abs(end.O_T_EE[15] - 1) < 1e-9, end.O_T_EE[3] == 0, end.O_T_EE[10] < -0.99)
    print("hand %.4f %.4f" % (end.F_T_EE[14], end.F_T_EE[1]))


def act(name, kind, fill=lambda goal: None):
    """Sends a goal and waits for its end."""
    seen = []
    client = actionlib.SimpleActionClient(name, kind)
    assert client.wait_for_server(rospy.Duration(10)), name
    goal = kind().action_goal.goal
    fill(goal)
    client.send_goal(goal, feedback_cb=seen.append)
    assert client.wait_for_result(rospy.Duration(10)), name
    return client.get_state(), client.get_result(), len(seen)


def parameters(states):
    """Sets one parameter, then one beyond its maximum and one below 0."""
    client = dynamic_reconfigure.client.Client(PARAMETERS, timeout=10)
    first = client.get_configuration(timeout=10)
    print("first", first["translational_stiffness"], first["translational_clip_z"])
    print("count", len(client.get_parameter_descriptions(timeout=10)))
    bounds = [p for p in client.get_parameter_descriptions() if p["name"] == "rotational_damping"][0]
    print("bounds", bounds["min"], bounds["max"], bounds["default"])
    print("one", client.update_configuration({"translational_stiffness": 1500.0})["translational_stiffness"])
    now = client.update_configuration({"translational_clip_z": 5.0, "rotational_Ki": -1.0})
    print("clamped", now["translational_clip_z"], now["rotational_Ki"], now["translational_stiffness"])
    other = dynamic_reconfigure.client.Client(PARAMETERS, timeout=10)
    print("read", other.get_configuration(timeout=10)["translational_stiffness"])
    client.update_configuration({"translational_stiffness": 2000.0, "translational_clip_z": 0.01})


def fingers():
    state = rospy.wait_for_message("/franka_gripper/joint_states", JointState, 10)
    return state.name, sum(state.position)


def gripper(states):
    """Opens, closes on what is between the fingers (20 mm), and misses a width on purpose."""

    def width(to):
        def fill(goal):
            goal.width = to
            goal.speed = 0.3
            if hasattr(goal, "force"):
                goal.force = 40
                goal.epsilon.inner = 0.005
                goal.epsilon.outer = 0.005

        return fill

    state, result, _ = act("/franka_gripper/grasp", GRASP, width(0.02))
    print("held", state, result.success, abs(fingers()[1] - 0.02) < 0.001)
    state, result, feedback = act("/franka_gripper/move", MOVE, width(0.08))
    print("opened", state, result.success, feedback > 0, "%.2f" % fingers()[1], fingers()[0])
    state, result, _ = act("/franka_gripper/grasp", GRASP, width(0.05))
    print("missed", state, result.success, result.error != "")
    print("homing", act("/franka_gripper/homing", HOMING)[0], act("/franka_gripper/stop", STOP)[0])


def reflex(states):
    """Waits for somebody to push, tries to go on, recovers, goes on."""
    print("waiting", flush=True)
    tripped = states.wait("a reflex", lambda s: s.robot_mode == 4)
    print("errors", tripped.current_errors.cartesian_reflex, tripped.last_motion_errors.cartesian_reflex)
    x, y, z = tripped.O_T_EE[12:15]
    poses = publisher(POSE, PoseStamped)
    poses.publish(pose(x, y, z + 0.05))
    later = states.wait("half a second", lambda s: s.time > tripped.time + 0.5)
    print("stays", abs(later.O_T_EE[14] - z) < 0.03, later.robot_mode)
    states.wait("the end of the push", lambda s: max(map(abs, s.O_F_ext_hat_K[:3])) < 1)
    print("recovery", act("/franka_control/error_recovery", RECOVERY)[0])
    clear = states.wait("the recovery", lambda s: s.robot_mode == 2)
    print("clear", clear.current_errors.cartesian_reflex, clear.last_motion_errors.cartesian_reflex)
    poses.publish(pose(x, y, z + 0.03))
    states.wait("the arm", lambda s: abs(s.O_T_EE[14] - z - 0.03) < 0.006)
    print("goes on")


def userstop(states):
    button = publisher("/sim_arm/user_stop", Bool)
    button.publish(True)
    states.wait("the stop", lambda s: s.robot_mode == 5)
    print("while stopped", act("/franka_control/error_recovery", RECOVERY)[0])
    button.publish(False)
    states.wait("idle", lambda s: s.robot_mode == 1)
    print("released", act("/franka_control/error_recovery", RECOVERY)[0])
    print("mode", states.wait("the recovery", lambda s: s.robot_mode == 2).robot_mode)


class Switch:
    _type = "controller_manager_msgs/SwitchController"
    _md5sum = "b29a7abc673b2c54c14b54e50f8d06a5"
    _request_class = message(
        _type + "Request",
        "string[] start_controllers\nstring[] stop_controllers\nint32 strictness\n"
        "int32 BEST_EFFORT=1\nint32 STRICT=2\nbool start_asap\nfloat64 timeout",
    )
    _response_class = message(_type + "Response", "bool ok")


class ListControllers:
    _type = "controller_manager_msgs/ListControllers"
    _md5sum = "1341feb2e63fa791f855565d0da950d8"
    _request_class = message(_type + "Request", "")
    _response_class = message(
        _type + "Response",
        "controller_manager_msgs/ControllerState[] controller",
        controller_manager_msgs__ControllerState="string name\nstring state\nstring type\n"
        "controller_manager_msgs/HardwareInterfaceResources[] claimed_resources",
        controller_manager_msgs__HardwareInterfaceResources="string hardware_interface\nstring[] resources",
    )


def joints(states):
    """The joint reset as SERL does it, through the controller manager."""
    switch = rospy.ServiceProxy("/controller_manager/switch_controller", Switch)
    listing = rospy.ServiceProxy("/controller_manager/list_controllers", ListControllers)
    running = lambda: sorted(c.name for c in listing().controller if c.state == "running")
    q = list(states.wait("a state", lambda s: True).q)
    target = [q[0] + 0.15] + q[1:]
    arm, joint = "cartesian_impedance_controller", "joint_position_controller"
    print("running", running())
    print("both", switch([joint], [], 2, False, 0).ok)
    rospy.set_param("/target_joint_positions", [9.0] * 7)
    print("beyond", switch([joint], [arm], 2, False, 0).ok)
    rospy.set_param("/target_joint_positions", target)
    print("switched", switch([joint], [arm], 2, False, 0).ok, running())
    states.wait("the joints", lambda s: max(abs(a - b) for a, b in zip(s.q, target)) <= 0.01)
    print("there")
    print("back", switch([arm], [joint], 2, False, 0).ok, running())
    x, y, z = states.newest.O_T_EE[12:15]
    publisher(POSE, PoseStamped).publish(pose(x, y, z + 0.03))
    states.wait("the arm", lambda s: abs(s.O_T_EE[14] - z - 0.03) < 0.004)
    print("follows again")


def camera(states):
    image = rospy.wait_for_message("/wrist_1/image_raw", Image, 20)
    print("image", image.width, image.height, image.encoding, image.step, len(image.data))
    print("bright", max(image.data) > 60, "stamp", abs(rospy.Time.now().to_sec() - image.header.stamp.to_sec()) < 10)


rospy.init_node("client", disable_rosout=True, disable_signals=True)
told = States()
for line in sys.stdin:
    task = line.strip()
    print("begin", task, flush=True)
    try:
        globals()[task](told)
        print("done", task, flush=True)
    except BaseException:
        traceback.print_exc()
        print("failed", task, flush=True)
