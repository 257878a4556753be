"""A rospy camera for the tests: one topic an encoding, until it is killed. Rows have padding."""
import rospy
from sensor_msgs.msg import Image

SIZE = 16
PADDING = 5


def pixel(encoding, x, y):
    red, green, blue = 10 + x, 60 + y, 200
    return {
        "rgb8": [red, green, blue],
        "bgr8": [blue, green, red],
        "rgba8": [red, green, blue, 99],
        "bgra8": [blue, green, red, 99],
        "mono8": [red + y],
    }[encoding]


def image(encoding):
    rows = []
    for y in range(SIZE):
        row = [value for x in range(SIZE) for value in pixel(encoding, x, y)]
        rows.append(bytes(row) + b"\xff" * PADDING)
    step = len(rows[0])
    return Image(height=SIZE, width=SIZE, encoding=encoding, step=step, data=b"".join(rows))


rospy.init_node("driver", disable_rosout=True, disable_signals=True)
images = [image(encoding) for encoding in ("rgb8", "bgr8", "rgba8", "bgra8", "mono8")]
publishers = [rospy.Publisher("/" + i.encoding, Image, queue_size=1) for i in images]
rate = rospy.Rate(50)
while not rospy.is_shutdown():
    for publisher, picture in zip(publishers, images):
        publisher.publish(picture)
    rate.sleep()
