package org.serl4j.console.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.serl4j.agent.bc.BcConfig;
import org.serl4j.agent.rlpd.RlpdConfig;
import org.serl4j.tasks.TaskCatalogue;

/** The agent's hyperparameters with the operator's overrides: {@code discount=0.98}. */
public final class Hyperparameters {
  private Hyperparameters() {}

  /**
   * @param overrides values by name; a dot leads into a group, as in {@code encoder.copies}
   * @throws IllegalArgumentException naming the key that is unknown or out of range
   */
  public static RlpdConfig with(Map<String, String> overrides) {
    return with("--config", RlpdConfig.defaults(), RlpdConfig.class, overrides);
  }

  /**
   * The operator's overrides on those of {@code --algorithm residual}: a clone that is corrected,
   * and returns of several steps, which its successes from the first episode on carry back faster.
   * A task whose gripper is learned takes three times the steps of an insertion, and a clone of it
   * bears less noise: returns are longer there, corrections smaller (decision 0033).
   *
   * @param task its name
   * @param judged whether rewards are told of single steps, which leaves returns of one
   */
  public static Map<String, String> residual(
      String task, Map<String, String> overrides, boolean judged) {
    boolean grasps = new TaskCatalogue().learnsGripper(task);
    Map<String, String> all = new TreeMap<>();
    all.put("imitation.updates", String.valueOf(BcConfig.defaults().updates()));
    if (!judged) {
      all.put("nStep", grasps ? "5" : "3");
    }
    if (grasps) {
      all.put("imitation.residual", "0.2");
    }
    all.putAll(overrides);
    return all;
  }

  /**
   * Any record of hyperparameters with overrides.
   *
   * @param option by which they were given, for messages
   */
  static <T> T with(String option, T defaults, Class<T> type, Map<String, String> overrides) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode tree = mapper.valueToTree(defaults);
    overrides.forEach((key, value) -> set(mapper, tree, option, key, value));
    try {
      return mapper.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(option + ": " + firstLine(cause), e);
    }
  }

  private static void set(
      ObjectMapper mapper, ObjectNode tree, String option, String key, String value) {
    String[] path = key.split("\\.");
    ObjectNode group = tree;
    for (int i = 0; i < path.length - 1; i++) {
      if (!(group.get(path[i]) instanceof ObjectNode inner)) {
        throw unknown(option, key, tree);
      }
      group = inner;
    }
    String name = path[path.length - 1];
    JsonNode known = group.get(name);
    if (known == null || known.isObject()) {
      throw unknown(option, key, tree);
    }
    group.set(name, parse(mapper, option + " " + key, known, value));
  }

  private static JsonNode parse(ObjectMapper mapper, String what, JsonNode known, String value) {
    if (known.isArray()) {
      return mapper.valueToTree(List.of(value.split(";")));
    }
    try {
      JsonNode parsed = mapper.readTree(value);
      boolean fits =
          known.isBoolean()
              ? parsed.isBoolean()
              : known.isInt() ? parsed.isInt() : parsed.isNumber();
      if (fits) {
        return parsed;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        what + "=" + value + " is not of the kind of its default " + known);
  }

  private static IllegalArgumentException unknown(String option, String key, ObjectNode tree) {
    List<String> names = new ArrayList<>();
    names(tree, "", names);
    return new IllegalArgumentException(
        option + ": no hyperparameter '" + key + "': choose one of " + String.join(", ", names));
  }

  private static void names(ObjectNode group, String prefix, List<String> into) {
    for (Map.Entry<String, JsonNode> entry : group.properties()) {
      if (entry.getValue() instanceof ObjectNode inner) {
        names(inner, prefix + entry.getKey() + ".", into);
      } else {
        into.add(prefix + entry.getKey());
      }
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
