"""Drives an arm server the way SERL's Franka environment does, with nothing but the standard library.

Usage: serl_client.py URL. Prints one line for each thing that was as it should be; the first that was
not ends it with status 1.
"""
import json
import math
import sys
import time
import urllib.request

URL = sys.argv[1]
HZ = 10
PRECISION = {
    "translational_stiffness": 3000,
    "translational_damping": 89,
    "rotational_stiffness": 300,
    "rotational_damping": 9,
    "translational_Ki": 0.1,
    "rotational_Ki": 0.1,
    "translational_clip_x": 0.01,
    "translational_clip_y": 0.01,
    "translational_clip_z": 0.01,
    "translational_clip_neg_x": 0.01,
    "translational_clip_neg_y": 0.01,
    "translational_clip_neg_z": 0.01,
    "rotational_clip_x": 0.05,
    "rotational_clip_y": 0.05,
    "rotational_clip_z": 0.05,
    "rotational_clip_neg_x": 0.05,
    "rotational_clip_neg_y": 0.05,
    "rotational_clip_neg_z": 0.05,
}


def post(route, body=None):
    data = b"" if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"Content-Type": "application/json"}
    request = urllib.request.Request(URL + route, data=data, headers=headers, method="POST")
    with urllib.request.urlopen(request, timeout=40) as answer:
        return answer.read().decode()


def told(route):
    return json.loads(post(route))


def check(what, right):
    if not right:
        print("WRONG:", what)
        sys.exit(1)
    print("ok:", what)


def distance(a, b):
    return math.sqrt(sum((x - y) ** 2 for x, y in zip(a, b)))


def angle(a, b):
    """Between two quaternions x y z w [rad]."""
    return 2 * math.acos(min(1, abs(sum(x * y for x, y in zip(a, b)))))


def times(a, b):
    """Product of two quaternions x y z w."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return [
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    ]


def send(pose):
    check_text("clearerr", None, "Clear")
    check_text("pose", {"arr": pose}, "Moved")


def check_text(route, body, expected):
    answer = post(route, body)
    if answer != expected:
        check("%s answers %r instead of %r" % (route, answer, expected), False)


def interpolate(goal, seconds):
    """A straight line in all seven numbers, as SERL's environment goes to its reset pose."""
    start = told("getstate")["pose"]
    if sum(a * b for a, b in zip(start[3:], goal[3:])) < 0:
        goal = goal[:3] + [-x for x in goal[3:]]
    steps = int(seconds * HZ)
    velocities = Velocities()
    for i in range(steps):
        s = i / (steps - 1)
        send([a + s * (b - a) for a, b in zip(start, goal)])
        time.sleep(1 / HZ)
        velocities.look()
    velocities.check()


class Velocities:
    """J dq and vel against the pose's change between two states that are near in time."""

    def __init__(self):
        self.errors = []
        self.turns = []

    def look(self):
        a = told("getstate")
        time.sleep(0.004)
        b = told("getstate")
        product = [sum(j * v for j, v in zip(row, a["dq"])) for row in a["jacobian"]]
        if distance(product, a["vel"]) > 1e-6:
            check("the Jacobian maps dq to vel", False)
        # the joints' own change tells the time between the states better than a clock does
        moved = [(y - x, (v + w) / 2) for x, y, v, w in zip(a["q"], b["q"], a["dq"], b["dq"])]
        squares = sum(v * v for _, v in moved)
        if squares < 0.001:
            return
        dt = sum(d * v for d, v in moved) / squares
        if not 0.002 < dt < 0.1:
            return
        change = [(y - x) / dt for x, y in zip(a["pose"][:3], b["pose"][:3])]
        mean = [(x + y) / 2 for x, y in zip(a["vel"], b["vel"])]
        if distance(mean[:3], [0, 0, 0]) > 0.02:
            self.errors.append(distance(change, mean[:3]) / distance(mean[:3], [0, 0, 0]))
        turn = times(b["pose"][3:], [-x for x in a["pose"][3:6]] + [a["pose"][6]])
        sign = 1 if turn[3] > 0 else -1
        w = [2 * sign * x / dt for x in turn[:3]]
        if distance(mean[3:], [0, 0, 0]) > 0.1:
            self.turns.append(distance(w, mean[3:]) / distance(mean[3:], [0, 0, 0]))

    def check(self):
        for what, errors in (("velocity", self.errors), ("turn rate", self.turns)):
            check("%s was seen %d times" % (what, len(errors)), len(errors) >= 3)
            worst = max(errors)
            check("%s is the pose's change, to %.1f %%" % (what, 100 * worst), worst < 0.1)


def main():
    state = told("getstate")
    lengths = {"pose": 7, "vel": 6, "force": 3, "torque": 3, "q": 7, "dq": 7, "jacobian": 6}
    check(
        "getstate has SERL's keys and lengths",
        {k: len(v) for k, v in state.items() if k != "gripper_pos"} == lengths,
    )
    check("the hand points down: q = x y z w = 1 0 0 0", angle(state["pose"][3:], [1, 0, 0, 0]) < 0.05)
    singles = {
        "getpos": "pose", "getvel": "vel", "getforce": "force", "gettorque": "torque",
        "getq": "q", "getdq": "dq", "getjacobian": "jacobian",
    }
    for route, key in singles.items():
        answer = told(route)
        check(route + " tells " + key + " alone", list(answer) == [key] and len(answer[key]) == lengths[key])
    euler = told("getpos_euler")["pose"]
    check("getpos_euler tells position and angles", distance(euler[:3], state["pose"][:3]) < 1e-3)
    check("whose first angle is half a turn", abs(abs(euler[3]) - math.pi) < 0.05)
    check("get_gripper tells the share", abs(told("get_gripper")["gripper"] - state["gripper_pos"]) < 0.01)

    check_text("update_param", PRECISION, "Updated compliance parameters")
    start = state["pose"]
    turned = times([0, 0, math.sin(0.2), math.cos(0.2)], start[3:])
    goal = [start[0] + 0.04, start[1] - 0.05, start[2] + 0.05] + turned
    interpolate(goal, 1.0)

    # SERL's environment sends nothing while its operator or its reset thinks
    time.sleep(1.5)
    reached = told("getstate")["pose"]
    check(
        "the pose is reached: %.2f mm, %.4f rad"
        % (1000 * distance(reached[:3], goal[:3]), angle(reached[3:], turned)),
        distance(reached[:3], goal[:3]) < 2e-3 and angle(reached[3:], turned) < 0.01,
    )
    check("a pose after a pause is taken without clearing", post("pose", {"arr": goal}) == "Moved")

    check_text("open_gripper", None, "Opened")
    time.sleep(0.6)
    check("the gripper opens", told("getstate")["gripper_pos"] > 0.85)
    check_text("close_gripper", None, "Closed")
    time.sleep(0.6)
    check("the gripper closes", told("getstate")["gripper_pos"] < 0.3)
    check_text("move_gripper", {"gripper_pos": 102}, "Moved Gripper")
    check_text("activate_gripper", None, "Activated")
    check_text("reset_gripper", None, "Reset")
    check_text("close_gripper_slow", None, "Closed")
    check_text(
        "set_load",
        {"mass": 0.0, "F_x_center_load": [0.0, 0.0, 0.0], "load_inertia": [0] * 9},
        "Set Load",
    )
    check_text("stopimp", None, "Stopped impedance")
    check_text("startimp", None, "Started impedance")
    check_text("jointreset", None, "Reset Joint")
    check("the joint reset is over", max(abs(v) for v in told("getdq")["dq"]) < 0.3)
    send(told("getpos")["pose"])


main()
