package org.serl4j.console.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LosslessVideoTest {
  @Test
  void shouldDecodeToTheSameBytesAtExactTimes(@TempDir Path folder) {
    int[] rates = {10, 30, 7};
    int[] lengths = {1, 2, 35};
    for (int i = 0; i < rates.length; i++) {
      SplittableRandom rng = new SplittableRandom(i);
      List<byte[]> images = new ArrayList<>();
      for (int k = 0; k < lengths[i]; k++) {
        // Pure noise: the hardest for a codec to keep.
        byte[] image = new byte[32 * 32 * 3];
        rng.nextBytes(image);
        images.add(image);
      }
      Path file = folder.resolve("video-" + i + ".mp4");
      LosslessVideo.write(file, 32, rates[i], images);
      VideoFrames found = VideoFrames.decode(file);
      assertEquals(lengths[i], found.images().size());
      assertEquals(rates[i], found.framesPerSecond(), 1e-9);
      for (int k = 0; k < lengths[i]; k++) {
        assertArrayEquals(images.get(k), found.images().get(k));
        assertEquals((double) k / rates[i], found.seconds().get(k), 2e-6);
      }
    }
  }
}
