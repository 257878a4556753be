"""A rospy node for the tests: echoes /ping to /pong, serves and publishes, until it is killed."""
import sys

import rospy
from geometry_msgs.msg import PoseStamped
from roscpp.srv import SetLoggerLevel, SetLoggerLevelResponse
from std_msgs.msg import String


def answer(request):
    if request.level == "bad":
        raise rospy.ServiceException("no such level")
    rospy.set_param("/asked", [request.logger, request.level])
    return SetLoggerLevelResponse()


rospy.init_node(sys.argv[1], disable_rosout=True, disable_signals=True)
pong = rospy.Publisher("/pong", PoseStamped, queue_size=10, tcp_nodelay=True)
latched = rospy.Publisher("/latched", String, queue_size=1, latch=True)
latched.publish("kept")
rospy.Service("/set_level", SetLoggerLevel, answer)
rospy.Subscriber("/ping", PoseStamped, pong.publish, tcp_nodelay=True)
print("ready")
rospy.Rate(1)
rospy.spin()
