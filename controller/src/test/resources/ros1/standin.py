"""Clients of a Franka for the tests, each as an operator would write it. Prints what it finds."""
import sys
import threading
import time

import rospy
from genpy.dynamic import generate_dynamic
from geometry_msgs.msg import PoseStamped

STATES = "/franka_state_controller/franka_states"
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


rospy.init_node("client_" + sys.argv[1], anonymous=True, disable_rosout=True, disable_signals=True)
globals()[sys.argv[1]](States())
print("done")
