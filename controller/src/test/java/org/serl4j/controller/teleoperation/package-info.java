@NullMarked
package org.serl4j.controller.teleoperation;

import org.jspecify.annotations.NullMarked;
