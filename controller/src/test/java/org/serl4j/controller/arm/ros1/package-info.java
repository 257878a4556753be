/** The arm over ROS against a real rosmaster and a fake robot. */
@NullMarked
package org.serl4j.controller.arm.ros1;

import org.jspecify.annotations.NullMarked;
