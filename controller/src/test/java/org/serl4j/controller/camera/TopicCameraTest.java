package org.serl4j.controller.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.Subscription;
import org.serl4j.controller.ros1.client.RosPeers;
import org.serl4j.controller.ros1.message.Image;
import org.serl4j.controller.ros1.message.StandardMessages;
import org.serl4j.hardware.CameraConfig;
import org.serl4j.hardware.CameraConfig.Crop;

/** Images over ROS from a rospy camera and from a node of ours, found through a real master. */
@Timeout(60)
class TopicCameraTest {
  private static final int SIZE = 16;
  private static final long PATIENCE_MS = 20_000;

  private static RosPeers peers;

  private RosNode driver;
  private RosNode node;

  @BeforeAll
  static void startMaster(@TempDir Path home) throws IOException {
    peers = new RosPeers(home);
  }

  @AfterAll
  static void stopMaster() {
    if (peers != null) {
      peers.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    driver = peers.node("our_driver");
    node = peers.node("workcell");
  }

  @AfterEach
  void stop() {
    node.close();
    driver.close();
  }

  private static CameraConfig config(String topic, int staleMs, int reopenTries) {
    return new CameraConfig(
        "wrist_1",
        "ros:" + topic,
        SIZE,
        SIZE,
        new Crop(0, 0, SIZE, SIZE),
        SIZE,
        50,
        0,
        staleMs,
        0,
        reopenTries);
  }

  private GrabbedCamera start(CameraConfig config) {
    return Cameras.start(config, System::nanoTime, Optional.of(node));
  }

  /** What {@code images.py} draws: red along x, green along y. */
  private static byte[] pattern(boolean grey) {
    byte[] rgb = new byte[SIZE * SIZE * 3];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int at = 3 * (y * SIZE + x);
        rgb[at] = (byte) (grey ? 10 + x + y : 10 + x);
        rgb[at + 1] = (byte) (grey ? 10 + x + y : 60 + y);
        rgb[at + 2] = (byte) (grey ? 10 + x + y : 200);
      }
    }
    return rgb;
  }

  /** A grey image whose every byte is {@code value}. */
  private static Image grey(int size, int value) {
    Image image = new Image();
    image.encoding = "rgb8";
    image.width = size;
    image.height = size;
    image.step = 3 * size;
    image.length = size * image.step;
    image.data = new byte[image.length];
    Arrays.fill(image.data, (byte) value);
    return image;
  }

  private Publisher<Image> publish(String topic) {
    return driver.publish(topic, Image.TYPE, false, 1);
  }

  @Test
  void shouldHaveTheRightPixelsInEveryEncoding() throws IOException, InterruptedException {
    Process rospy = peers.script("images.py");
    List<String> encodings = List.of("rgb8", "bgr8", "rgba8", "bgra8", "mono8");
    List<GrabbedCamera> cameras =
        Cameras.startAll(
            encodings.stream().map(encoding -> config("/" + encoding, 10_000, 5)).toList(),
            System::nanoTime,
            PATIENCE_MS,
            Optional.of(node));
    for (int i = 0; i < cameras.size(); i++) {
      String encoding = encodings.get(i);
      assertArrayEquals(
          pattern(encoding.equals("mono8")), cameras.get(i).latest().rgb(), () -> encoding);
      cameras.get(i).close();
    }
    peers.kill(rospy);
  }

  @Test
  void shouldComeBackAfterTheDriverWasKilledAndStartedAgain()
      throws IOException, InterruptedException {
    Process first = peers.script("images.py");
    try (GrabbedCamera camera = start(config("/rgb8", 400, 30))) {
      long seen = camera.awaitFrameAfter(-1, PATIENCE_MS).sequence();
      peers.kill(first);
      RosPeers.await("the last frame to be stale", () -> !complaint(camera).isEmpty());
      RosPeers.await("a failure that is named", () -> complaint(camera).contains(" failure "));
      assertTrue(complaint(camera).contains("/rgb8"), () -> complaint(camera));

      Process second = peers.script("images.py");
      assertArrayEquals(pattern(false), camera.awaitFrameAfter(seen, PATIENCE_MS).rgb());
      peers.kill(second);
    }
  }

  /** Empty while the camera is well. */
  private static String complaint(GrabbedCamera camera) {
    try {
      camera.latest();
      return "";
    } catch (CameraUnavailableException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void shouldGiveASlowReaderTheNewestAndKeepNothingBack() throws InterruptedException {
    int size = 200; // 120 kB: the sockets alone cannot keep many
    NewestImage newest = new NewestImage();
    try (Publisher<Image> publisher = publish("/wrist");
        Subscription subscription = newest.subscribe(node, "/wrist")) {
      RosPeers.await("the link", () -> publisher.links() == 1);
      for (int value = 1; value <= 60; value++) {
        long arrived = value;
        publisher.publish(grey(size, value));
        RosPeers.await("a line that is empty", () -> subscription.received() == arrived);
      }
      assertTrue(newest.take(0));
      assertEquals(60, newest.taken().data[0]);
      assertFalse(newest.take(0), "59 are gone");

      for (int value = 61; value <= 100; value++) {
        publisher.publish(grey(size, value));
      }
      RosPeers.await("all", () -> subscription.received() + publisher.dropped() == 100);
      assertTrue(newest.take(0));
      assertEquals(100, newest.taken().data[0]);
      assertFalse(newest.take(0));
    }
  }

  @Test
  void shouldGiveUpWhenTheSizeChangesAndSayToWhat() throws IOException {
    try (Publisher<Image> publisher = publish("/wrist");
        GrabbedCamera camera = start(config("/wrist", 500, 30))) {
      RosPeers.await(
          "a frame",
          () -> {
            publisher.publish(grey(SIZE, 7));
            return complaint(camera).isEmpty();
          });
      RosPeers.await(
          "the other size to be seen",
          () -> {
            publisher.publish(grey(SIZE + 1, 7));
            return camera.counters().failures() > 0;
          });
      RosPeers.await(
          "the cause",
          () -> complaint(camera).contains("17 x 17 px but the cell file says 16 x 16 px"));
      RosPeers.await("the subscription's end", () -> publisher.links() == 0);
    }
  }

  @Test
  void shouldNameWhatIsWrongInOneLine() throws IOException {
    try (Publisher<Image> odd = publish("/odd");
        Publisher<String> text = driver.publish("/text", StandardMessages.STRING, true, 1)) {
      text.publish("no image");
      requireCause("/nobody", "nobody publishes it", () -> {});
      requireCause(
          "/text", "sensor_msgs/Image with md5sum " + Image.TYPE.definition().md5(), () -> {});

      Image depth = grey(SIZE, 7);
      depth.encoding = "16UC1";
      requireCause(
          "/odd",
          "its encoding is '16UC1', not rgb8, bgr8, rgba8, bgra8 or mono8: name a topic in colour",
          () -> odd.publish(depth));
      Image torn = grey(SIZE, 7);
      torn.length--;
      requireCause(
          "/odd",
          "767 bytes in rows of 48 are no rgb8 image of 16 x 16 px",
          () -> odd.publish(torn));
      Image wide = grey(SIZE, 7);
      wide.width = Integer.MAX_VALUE;
      requireCause("/odd", "no rgb8 image of 2147483647 x 16 px", () -> odd.publish(wide));
      requireCause("/odd", "its publisher sent no image for 300 ms", () -> {});
    }
  }

  /** Subscribes, and asks again and again until there is no image for this reason. */
  private void requireCause(String topic, String reason, Runnable meanwhile) throws IOException {
    TopicSource source = new TopicSource(node, topic, 300);
    try {
      source.open();
      RosPeers.await(
          reason,
          () -> {
            meanwhile.run();
            String cause = NativeVision.firstLine(assertThrows(IOException.class, source::grab));
            return cause.endsWith(reason);
          });
    } finally {
      source.close();
    }
  }

  @Test
  void shouldRefuseTwoCamerasOnOneTopicAndAClosedNode() throws IOException {
    TopicSource first = new TopicSource(node, "/wrist", 100);
    first.open();
    IOException taken = assertThrows(IOException.class, new TopicSource(node, "/wrist", 100)::open);
    assertEquals("node /workcell has /wrist already", taken.getMessage());
    first.close();
    first.open(); // it may be opened again
    node.close();
    first.close();
    IOException closed = assertThrows(IOException.class, first::open);
    assertEquals("node /workcell is closed", closed.getMessage());
  }

  @Test
  void shouldEndTheWaitWhenTheCameraIsClosed() {
    GrabbedCamera camera = start(config("/nobody", 50_000, 5));
    long frames = camera.counters().frames();
    camera.close();
    assertEquals(0, frames);
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("camera-wrist_1")));
  }
}
