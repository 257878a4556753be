/** The arm port and its values. */
@NullMarked
package org.serl4j.controller.arm;

import org.jspecify.annotations.NullMarked;
