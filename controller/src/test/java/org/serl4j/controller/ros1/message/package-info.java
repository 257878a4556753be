@NullMarked
package org.serl4j.controller.ros1.message;

import org.jspecify.annotations.NullMarked;
