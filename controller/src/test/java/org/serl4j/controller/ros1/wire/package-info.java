@NullMarked
package org.serl4j.controller.ros1.wire;

import org.jspecify.annotations.NullMarked;
