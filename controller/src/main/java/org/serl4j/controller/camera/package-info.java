/**
 * The camera port, its JavaCV adapters and the one preprocessing path.
 *
 * <p>{@link org.serl4j.controller.camera.Camera} is the port; {@link
 * org.serl4j.controller.camera.GrabbedCamera} is every live or recorded source, with one thread a
 * camera; {@link org.serl4j.controller.camera.FramePreprocessor} makes the RGB bytes for all of
 * them, simulated ones included.
 *
 * <p>When frames fail: {@code latest()} throws {@link
 * org.serl4j.controller.camera.CameraUnavailableException} at once, with camera, cause and remedy.
 * The environment then gives no new command, so the arm holds its last target (the pause), and asks
 * again while {@code recovering()} says that the camera is being reopened: {@link
 * org.serl4j.controller.camera.CameraRig} does this with a deadline. If frames return in time the
 * step ends with fresh images and merely took longer; if not, the environment ends the episode as
 * truncated with the exception's message as its note, and no image older than the stale limit ever
 * enters a transition.
 *
 * <p>Times are on the workcell's clock [ns]; sizes in pixels. Depends on hardware-config and, for
 * cameras that are topics, on the port to ROS.
 */
@NullMarked
package org.serl4j.controller.camera;

import org.jspecify.annotations.NullMarked;
