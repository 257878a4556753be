package org.serl4j.controller.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A V4L2 device by its serial number: udev puts it into the name of a link, such as {@code
 * usb-046d_HD_Pro_Webcam_C920_8A5F3B1F-video-index0}. A camera has several nodes; those after index
 * 0 carry metadata, or other pictures of the same camera.
 *
 * @param links folder of the links
 * @param serial part of the link's name; with {@code -video-indexN}, that node
 */
record DeviceBySerial(Path links, String serial) implements DeviceLocator {
  /** Where udev puts the links. */
  static final Path LINKS = Path.of("/dev/v4l/by-id");

  private static final String INDEX = "-video-index";
  private static final String FIRST = INDEX + "0";

  @Override
  public String description() {
    return "v4l2:" + serial;
  }

  @Override
  public Path locate() throws IOException {
    List<String> all = names();
    List<String> found = all.stream().filter(name -> name.contains(serial)).toList();
    if (found.size() > 1 && !serial.contains(INDEX)) {
      List<String> first = found.stream().filter(name -> name.endsWith(FIRST)).toList();
      found = first.isEmpty() ? found : first;
    }
    if (found.isEmpty()) {
      throw new IOException(
          "no camera with serial number '%s' is plugged in (%s)"
              .formatted(serial, all.isEmpty() ? "no camera at all" : "there are " + listed(all)));
    }
    if (found.size() > 1) {
      throw new IOException(
          "'%s' is part of several cameras' names (%s): write more of one"
              .formatted(serial, listed(found)));
    }
    return links.resolve(found.get(0)).toRealPath();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(links)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // udev makes it with the first camera
    }
  }

  private static String listed(List<String> names) {
    return String.join(", ", names);
  }
}
