package org.serl4j.controller.standin;

import java.util.Optional;
import org.serl4j.controller.camera.Frame;
import org.serl4j.controller.mujoco.Simulation;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.Image;
import org.serl4j.hardware.CameraConfig;

/**
 * A camera of the scene as a topic, and as a stream where there are any: the whole image, before
 * the cell's crop. Drawn only while somebody looks, on the simulation's render thread, from a copy
 * of the state: the control thread waits for that copy at most.
 *
 * <p>Used by one thread.
 */
final class CameraTopic {
  private final Simulation<?> simulation;
  private final CameraConfig config;
  private final WallTime time;
  private final Optional<PictureServer.Stream> stream;
  private final Publisher<Image> publisher;
  private final Image message = new Image();

  CameraTopic(
      Simulation<?> simulation,
      CameraConfig config,
      RosNode node,
      WallTime time,
      Optional<PictureServer.Stream> stream) {
    this.simulation = simulation;
    this.config = config;
    this.time = time;
    this.stream = stream;
    publisher = node.publish(name(config), Image.TYPE, false, 2);
    message.frameId = config.name();
    message.encoding = "rgb8";
  }

  static String name(CameraConfig config) {
    return "/" + config.name() + "/image_raw";
  }

  /** Takes a picture, if anybody wants one. */
  void step() {
    boolean streamed = stream.isPresent() && stream.get().watched();
    if (publisher.links() == 0 && !streamed) {
      return;
    }
    Frame frame = simulation.look(config);
    if (publisher.links() > 0) {
      message.seq++;
      message.stampNs = time.stampNs() - (simulation.pace().nowNs() - frame.captureNs());
      message.width = frame.width();
      message.height = frame.height();
      message.step = frame.rgb().length / frame.height();
      message.data = frame.rgb();
      message.length = frame.rgb().length;
      publisher.publish(message);
    }
    if (streamed) {
      stream.get().show(frame);
    }
  }
}
