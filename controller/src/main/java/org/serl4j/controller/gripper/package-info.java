/** The gripper port. */
@NullMarked
package org.serl4j.controller.gripper;

import org.jspecify.annotations.NullMarked;
