/**
 * The window in which a person watches a bench: a simulated one from any side, another through its
 * cameras.
 *
 * <p>{@link org.serl4j.controller.viewer.ViewerWindow} is the entry. One thread opens, draws and
 * closes it and its {@link org.serl4j.controller.viewer.WindowContent}. Sizes are in pixels.
 * Depends on the cameras, on the devices that take a window's keys, and on GLFW.
 */
@NullMarked
package org.serl4j.controller.viewer;

import org.jspecify.annotations.NullMarked;
