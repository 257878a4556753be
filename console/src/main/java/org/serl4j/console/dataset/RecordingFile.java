package org.serl4j.console.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.serl4j.agent.Slice;
import org.serl4j.agent.Spaces;
import org.serl4j.agent.VectorLayout;

/**
 * The side file that says what was recorded.
 *
 * @param version of the recording
 * @param description what all its episodes have in common
 */
record RecordingFile(int version, DatasetDescription description) {

  static ObjectNode toJson(DatasetDescription description) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("version", DatasetFormat.RECORDING_VERSION);
    json.put("task", description.task());
    json.put("robot_type", description.robotType());
    json.put("fps", description.fps());
    json.put("image_size", description.spaces().imageSize());
    ArrayNode cameras = json.putArray("cameras");
    for (CameraSetup camera : description.cameras()) {
      cameras
          .addObject()
          .put("name", camera.name())
          .put("frame_hash", camera.frameHash())
          .put("settings", camera.settings());
    }
    if (!description.reward().isEmpty()) {
      json.put("reward", description.reward());
    }
    json.set("state", toJson(description.spaces().state()));
    json.set("action", toJson(description.spaces().action()));
    return json;
  }

  private static ArrayNode toJson(VectorLayout layout) {
    ArrayNode slices = new ObjectMapper().createArrayNode();
    for (Slice slice : layout.slices()) {
      slices
          .addObject()
          .put("name", slice.name())
          .put("length", slice.length())
          .put("unit", slice.unit())
          .put("scale", slice.scale());
    }
    return slices;
  }

  /**
   * @throws DatasetException if the file is damaged or of another version
   */
  static RecordingFile read(Path file) {
    try {
      JsonNode json = new ObjectMapper().readTree(Files.readString(file));
      int version = json.required("version").asInt();
      if (version < DatasetFormat.OLDEST_RECORDING_VERSION
          || version > DatasetFormat.RECORDING_VERSION) {
        throw new DatasetException(
            "%s has version %d, this program reads %d to %d: use the serl4j that recorded it"
                .formatted(
                    file,
                    version,
                    DatasetFormat.OLDEST_RECORDING_VERSION,
                    DatasetFormat.RECORDING_VERSION));
      }
      List<CameraSetup> cameras = new ArrayList<>();
      for (JsonNode camera : json.required("cameras")) {
        cameras.add(
            new CameraSetup(
                camera.required("name").asText(),
                camera.required("frame_hash").asText(),
                camera.required("settings").asText()));
      }
      Spaces spaces =
          new Spaces(
              layout(json.required("state")),
              cameras.stream().map(CameraSetup::name).toList(),
              json.required("image_size").asInt(),
              layout(json.required("action")));
      return new RecordingFile(
          version,
          new DatasetDescription(
              json.required("task").asText(),
              json.required("robot_type").asText(),
              json.required("fps").asInt(),
              spaces,
              cameras,
              json.path("reward").asText("")));
    } catch (IOException | IllegalArgumentException e) {
      throw new DatasetException(
          "cannot read %s: %s; copy the data set again".formatted(file, DatasetException.reason(e)),
          e);
    }
  }

  private static VectorLayout layout(JsonNode slices) {
    VectorLayout.Builder layout = VectorLayout.builder();
    for (JsonNode slice : slices) {
      layout.add(
          slice.required("name").asText(),
          slice.required("length").asInt(),
          slice.required("unit").asText(),
          slice.required("scale").asDouble());
    }
    return layout.build();
  }
}
