"""The action move of a hand that is always successful, by the real actionlib, until it is killed."""
import actionlib
import rospy
from franka_actions import MOVE

rospy.init_node("hand", disable_rosout=True, disable_signals=True)


def move(goal):
    print("moved %.2f" % goal.width, flush=True)
    result = MOVE().action_result.result
    result.success = True
    server.set_succeeded(result)


server = actionlib.SimpleActionServer("/franka_gripper/move", MOVE, move, auto_start=False)
server.start()
print("ready", flush=True)
rospy.spin()
