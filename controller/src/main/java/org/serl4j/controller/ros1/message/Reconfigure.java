package org.serl4j.controller.ros1.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * dynamic_reconfigure: named parameters of a running node. The service {@code set_parameters} takes
 * those to change and answers with all; the node latches {@code parameter_descriptions} and {@code
 * parameter_updates}.
 */
public final class Reconfigure {
  /** Parameters by name, apart by type, in the order of the wire. */
  public record Config(
      Map<String, Boolean> bools,
      Map<String, Integer> ints,
      Map<String, String> strings,
      Map<String, Double> doubles,
      List<GroupState> groups) {
    private static final Definition DEFINITION =
        Definition.of(
            "dynamic_reconfigure/Config",
            """
            BoolParameter[] bools
            IntParameter[] ints
            StrParameter[] strs
            DoubleParameter[] doubles
            GroupState[] groups
            """,
            parameter("BoolParameter", "bool"),
            parameter("IntParameter", "int32"),
            parameter("StrParameter", "string"),
            parameter("DoubleParameter", "float64"),
            Definition.of(
                "dynamic_reconfigure/GroupState",
                """
                string name
                bool state
                int32 id
                int32 parent
                """));

    public static final MessageType<Config> TYPE = type(DEFINITION);

    /** A change of doubles. */
    public static Config of(Map<String, Double> doubles) {
      return new Config(Map.of(), Map.of(), Map.of(), doubles, List.of());
    }

    private static Definition parameter(String name, String value) {
      return Definition.of("dynamic_reconfigure/" + name, "string name\n" + value + " value");
    }

    private static MessageType<Config> type(Definition definition) {
      return MessageType.of(definition, Config::read, Config::write);
    }

    private static Config read(MessageReader from) {
      return new Config(
          map(from, MessageReader::bool),
          map(from, MessageReader::int32),
          map(from, MessageReader::string),
          map(from, MessageReader::float64),
          from.list(GroupState::read));
    }

    private static <T> Map<String, T> map(MessageReader from, Function<MessageReader, T> value) {
      Map<String, T> map = new LinkedHashMap<>();
      from.list(in -> Map.entry(in.string(), value.apply(in)))
          .forEach(entry -> map.put(entry.getKey(), entry.getValue()));
      return map;
    }

    private void write(MessageWriter to) {
      write(bools, to, (value, out) -> out.bool(value));
      write(ints, to, (value, out) -> out.int32(value));
      write(strings, to, (value, out) -> out.string(value));
      write(doubles, to, (value, out) -> out.float64(value));
      to.list(groups, GroupState::write);
    }

    private static <T> void write(
        Map<String, T> map, MessageWriter to, BiConsumer<T, MessageWriter> value) {
      to.list(
          map.entrySet(),
          (entry, out) -> {
            out.string(entry.getKey());
            value.accept(entry.getValue(), out);
          });
    }
  }

  /** Whether a group of parameters is open in a dialog; 0 is the group of all, its own parent. */
  public record GroupState(String name, boolean open, int id, int parent) {
    private static GroupState read(MessageReader from) {
      return new GroupState(from.string(), from.bool(), from.int32(), from.int32());
    }

    private void write(MessageWriter to) {
      to.string(name);
      to.bool(open);
      to.int32(id);
      to.int32(parent);
    }
  }

  /**
   * What is to be known of a parameter.
   *
   * @param type {@code bool}, {@code int}, {@code str} or {@code double}
   * @param level a bit mask that the node gives its own meaning
   * @param editMethod empty, or the values of an enumeration
   */
  public record Parameter(
      String name, String type, int level, String description, String editMethod) {
    private static final Definition DEFINITION =
        Definition.of(
            "dynamic_reconfigure/ParamDescription",
            """
            string name
            string type
            uint32 level
            string description
            string edit_method
            """);

    private static Parameter read(MessageReader from) {
      return new Parameter(
          from.string(), from.string(), from.int32(), from.string(), from.string());
    }

    private void write(MessageWriter to) {
      to.string(name);
      to.string(type);
      to.int32(level);
      to.string(description);
      to.string(editMethod);
    }
  }

  /** A group of parameters; the first is {@code Default}, with id 0. */
  public record Group(String name, String type, List<Parameter> parameters, int parent, int id) {
    private static final Definition DEFINITION =
        Definition.of(
            "dynamic_reconfigure/Group",
            """
            string name
            string type
            ParamDescription[] parameters
            int32 parent
            int32 id
            """,
            Parameter.DEFINITION);

    private static Group read(MessageReader from) {
      return new Group(
          from.string(), from.string(), from.list(Parameter::read), from.int32(), from.int32());
    }

    private void write(MessageWriter to) {
      to.string(name);
      to.string(type);
      to.list(parameters, Parameter::write);
      to.int32(parent);
      to.int32(id);
    }
  }

  /** All parameters of a node with their bounds. */
  public record Description(List<Group> groups, Config max, Config min, Config defaults) {
    public static final MessageType<Description> TYPE =
        MessageType.of(
            Definition.of(
                "dynamic_reconfigure/ConfigDescription",
                """
                Group[] groups
                Config max
                Config min
                Config dflt
                """,
                Group.DEFINITION,
                Config.DEFINITION),
            from ->
                new Description(
                    from.list(Group::read),
                    Config.read(from),
                    Config.read(from),
                    Config.read(from)),
            Description::write);

    private void write(MessageWriter to) {
      to.list(groups, Group::write);
      max.write(to);
      min.write(to);
      defaults.write(to);
    }
  }

  public static final ServiceType<Config, Config> SERVICE =
      new ServiceType<>(
          "dynamic_reconfigure/Reconfigure",
          Config.type(
              Definition.of(
                  "dynamic_reconfigure/ReconfigureRequest", "Config config", Config.DEFINITION)),
          Config.type(
              Definition.of(
                  "dynamic_reconfigure/ReconfigureResponse", "Config config", Config.DEFINITION)));

  private Reconfigure() {}
}
