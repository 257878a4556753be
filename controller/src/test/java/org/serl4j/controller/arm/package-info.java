/** The arm port's values. */
@NullMarked
package org.serl4j.controller.arm;

import org.jspecify.annotations.NullMarked;
