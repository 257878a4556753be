package org.serl4j.controller.arm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.serl4j.controller.geometry.RigidTransform;
import org.serl4j.controller.geometry.Vector3;

/**
 * Writes each stop of an arm to a file of its own, {@code stop-0001-reflex.json} and so on: cause,
 * message, and what was measured and sent before it. Times in ns of the workcell's clock, SI units,
 * quaternions w x y z, six numbers linear first. Numbers that are not finite are null.
 */
public final class StopFiles implements Consumer<ArmFault> {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectMapper mapper = new ObjectMapper();
  private final Path folder;
  private final List<ArmFault> waiting = new ArrayList<>();
  private int written;

  /**
   * @param folder is made with the first stop, once the folder that it belongs to is there; numbers
   *     go on from what is in it
   */
  public StopFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized void accept(ArmFault stop) {
    waiting.add(stop);
    Path run = folder.getParent();
    if (run != null && !Files.isDirectory(run)) {
      return; // a run is made after its arm is opened: these are written with the next
    }
    try {
      Files.createDirectories(folder);
      for (ArmFault one : waiting) {
        mapper.writeValue(next(one.kind()).toFile(), json(one));
      }
      waiting.clear();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a stop to " + folder, e);
    }
  }

  private Path next(ArmFault.Kind kind) {
    Path file;
    do {
      written++;
      file =
          folder.resolve(
              "stop-%04d-%s.json".formatted(written, kind.name().toLowerCase(Locale.ROOT)));
    } while (Files.exists(file));
    return file;
  }

  /** One stop. */
  public static ObjectNode json(ArmFault stop) {
    ObjectNode record = JSON.objectNode();
    record.put("kind", stop.kind().name());
    record.put("message", stop.message());
    record.put("timeNs", stop.timeNs());
    ArrayNode states = record.putArray("states");
    for (ArmState state : stop.lastStates()) {
      ObjectNode one = states.addObject();
      one.put("timeNs", state.timeNs());
      one.set("q", numbers(state.q()));
      one.set("dq", numbers(state.dq()));
      one.set("X_OE", pose(state.X_OE()));
      one.set("V_OE_O", six(state.V_OE_O().v(), state.V_OE_O().w()));
      one.set("F_E_E", six(state.F_E_E().f(), state.F_E_E().t()));
      one.set("tau", numbers(state.tau()));
    }
    ArrayNode commands = record.putArray("commands");
    for (ArmCommand command : stop.lastCommands()) {
      ObjectNode one = commands.addObject();
      one.put("timeNs", command.timeNs());
      one.set("X_OD", pose(command.X_OD()));
    }
    return record;
  }

  private static ObjectNode pose(RigidTransform X) {
    ObjectNode pose = JSON.objectNode();
    pose.set("p", numbers(X.p().x(), X.p().y(), X.p().z()));
    pose.set("R", numbers(X.R().w(), X.R().x(), X.R().y(), X.R().z()));
    return pose;
  }

  private static ArrayNode six(Vector3 linear, Vector3 angular) {
    return numbers(linear.x(), linear.y(), linear.z(), angular.x(), angular.y(), angular.z());
  }

  private static ArrayNode numbers(double... values) {
    ArrayNode numbers = JSON.arrayNode();
    for (double value : values) {
      if (Double.isFinite(value)) {
        numbers.add(value);
      } else {
        numbers.addNull();
      }
    }
    return numbers;
  }
}
