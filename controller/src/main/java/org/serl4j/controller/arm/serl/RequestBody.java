package org.serl4j.controller.arm.serl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.serl4j.controller.geometry.RigidTransform;

/** The JSON object of a request, read strictly: what does not fit is named in one line. */
final class RequestBody {
  /** Poses and parameters take a few hundred bytes. */
  static final int MOST_BYTES = 16 * 1024;

  /**
   * How far from 1 the norm of a commanded quaternion may be. SERL interpolates quaternions in a
   * straight line and sends them as they are: between orientations an angle a apart the norm falls
   * to cos(a / 4), which is 0.8 at 147 degrees.
   */
  private static final double NORM_TOLERANCE = 0.2;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode root;

  private RequestBody(JsonNode root) {
    this.root = root;
  }

  /**
   * @param bytes at most {@link #MOST_BYTES}, or one more to say that there are more
   */
  static RequestBody parse(byte[] bytes) throws RefusedException {
    if (bytes.length > MOST_BYTES) {
      throw bad("the body is longer than " + MOST_BYTES + " bytes");
    }
    try {
      JsonNode root = JSON.readTree(bytes);
      if (root == null || !root.isObject()) {
        throw bad("the body is not a JSON object");
      }
      return new RequestBody(root);
    } catch (JsonProcessingException e) {
      throw bad("the body is not JSON");
    } catch (IOException e) {
      throw bad("the body cannot be read");
    }
  }

  static RefusedException bad(String line) {
    return new RefusedException(RefusedException.BAD_BODY, line);
  }

  /** The equilibrium pose under {@code arr}: position [m], then quaternion x y z w. */
  RigidTransform pose() throws RefusedException {
    double[] arr = numbers("arr", 7);
    double norm = Math.sqrt(arr[3] * arr[3] + arr[4] * arr[4] + arr[5] * arr[5] + arr[6] * arr[6]);
    if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
      throw bad(
          "the quaternion arr[3..6] (x y z w) has the norm %.3g instead of 1".formatted(norm));
    }
    return ServerState.transform(arr);
  }

  /** That many finite numbers under {@code key}. */
  double[] numbers(String key, int count) throws RefusedException {
    JsonNode array = required(key);
    if (!array.isArray() || array.size() != count) {
      throw bad("'%s' must be a list of %d numbers".formatted(key, count));
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = finite(key + "[" + i + "]", array.get(i));
    }
    return values;
  }

  /** The finite number under {@code key}. */
  double number(String key) throws RefusedException {
    return finite(key, required(key));
  }

  /** Every key with its finite number, in the body's order. */
  Map<String, Double> numbers() throws RefusedException {
    Map<String, Double> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      all.put(entry.getKey(), finite(entry.getKey(), entry.getValue()));
    }
    return all;
  }

  private JsonNode required(String key) throws RefusedException {
    JsonNode value = root.get(key);
    if (value == null) {
      throw bad("the body has no '" + key + "'");
    }
    return value;
  }

  private static double finite(String name, JsonNode value) throws RefusedException {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw bad("'%s' is not a finite number".formatted(shortened(name)));
    }
    return value.doubleValue();
  }

  /** What a stranger wrote, fit for one line. */
  static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 60 ? line : line.substring(0, 57) + "...";
  }
}
