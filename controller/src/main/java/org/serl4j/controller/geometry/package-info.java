/**
 * Frames in space: rotations, rigid transforms, twists and wrenches. Immutable values for the 10 Hz
 * side; the 1 kHz kernels work on arrays.
 */
@NullMarked
package org.serl4j.controller.geometry;

import org.jspecify.annotations.NullMarked;
