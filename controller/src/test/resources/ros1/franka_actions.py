"""Messages and actions of a Franka, from their public definitions: Debian has no packages of them."""
from actionlib_msgs.msg import GoalID, GoalStatus
from genpy.dynamic import generate_dynamic
from std_msgs.msg import Header

SEPARATOR = "\n" + "=" * 80 + "\nMSG: "


def message(name, text, **parts):
    """A message class from its public definition."""
    full = text + "".join(SEPARATOR + kind.replace("__", "/") + "\n" + body for kind, body in parts.items())
    return generate_dynamic(name, full)[name]


def action(package, name, goal, result, feedback="", **parts):
    """An action class as actionlib wants one, from its public definition."""
    prefix = package + "/" + name
    key = package + "__" + name
    header = {"std_msgs__Header": Header._full_text}
    status = {"actionlib_msgs__GoalStatus": GoalStatus._full_text.split("=" * 80)[0]}
    status["actionlib_msgs__GoalID"] = GoalID._full_text
    kinds = {
        "goal": message(
            prefix + "ActionGoal",
            "Header header\nactionlib_msgs/GoalID goal_id\n%sGoal goal" % prefix,
            actionlib_msgs__GoalID=GoalID._full_text,
            **header, **{key + "Goal": goal}, **parts
        )
    }
    for part, body in (("Result", result), ("Feedback", feedback)):
        kinds[part.lower()] = message(
            prefix + "Action" + part,
            "Header header\nactionlib_msgs/GoalStatus status\n%s%s %s" % (prefix, part, part.lower()),
            **header, **status, **{key + part: body}
        )

    class Action:
        def __init__(self):
            self.action_goal = kinds["goal"]()
            self.action_result = kinds["result"]()
            self.action_feedback = kinds["feedback"]()

    return Action


REPORT = "bool success\nstring error"
GRASP = action(
    "franka_gripper",
    "Grasp",
    "float64 width\nGraspEpsilon epsilon\nfloat64 speed\nfloat64 force",
    REPORT,
    franka_gripper__GraspEpsilon="float64 inner\nfloat64 outer",
)
MOVE = action("franka_gripper", "Move", "float64 width\nfloat64 speed", REPORT)
HOMING = action("franka_gripper", "Homing", "", REPORT)
STOP = action("franka_gripper", "Stop", "", REPORT)
RECOVERY = action("franka_msgs", "ErrorRecovery", "", "")
