package org.serl4j.controller.camera;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A V4L2 device by its path.
 *
 * @param path such as {@code /dev/video0}, or a link to it in {@code /dev/v4l/by-path}
 */
record DeviceByPath(Path path) implements DeviceLocator {
  @Override
  public String description() {
    return path.toString();
  }

  @Override
  public Path locate() throws IOException {
    if (!Files.exists(path)) {
      List<String> found = devices();
      throw new IOException(
          "there is no such device (%s)"
              .formatted(found.isEmpty() ? "no /dev/video* at all" : String.join(", ", found)));
    }
    return path.toRealPath();
  }

  private static List<String> devices() {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> videos = Files.newDirectoryStream(Path.of("/dev"), "video*")) {
      videos.forEach(video -> found.add(video.toString()));
    } catch (IOException e) {
      return List.of();
    }
    found.sort(null);
    return found;
  }
}
