/**
 * The window in which a person watches a simulated bench.
 *
 * <p>{@link org.serl4j.controller.viewer.ViewerWindow} is the entry. One thread opens, draws and
 * closes it; what it shows is a copy of the simulation's state. Angles and sizes of the window are
 * in pixels. Depends on the mujoco package and on GLFW.
 */
@NullMarked
package org.serl4j.controller.viewer;

import org.jspecify.annotations.NullMarked;
