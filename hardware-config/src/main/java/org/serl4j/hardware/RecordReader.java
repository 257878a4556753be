package org.serl4j.hardware;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Makes a tree of records from a YAML file. A mapping becomes the record whose components are its
 * keys, all of them and no others; a {@link Tuple} is a sequence, an {@link Optional} record may be
 * left out. The records' constructors decide about values; what they refuse is reported with the
 * line that said it.
 */
final class RecordReader {
  private static final LoadSettings YAML =
      LoadSettings.builder().setSchema(new CoreSchema()).build();

  private final Path file;

  RecordReader(Path file) {
    this.file = file;
  }

  <R extends Record> R read(String path, Class<R> type) {
    return type.cast(record(root(), path, type));
  }

  private Node root() {
    try {
      return new Compose(YAML)
          .composeString(Files.readString(file))
          .orElseThrow(() -> new CellException(file + ":1: the file is empty"));
    } catch (NoSuchFileException e) {
      throw failure(file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw failure(file + ": is not a text in UTF-8", e);
    } catch (IOException e) {
      throw failure(
          file + ": cannot be read: " + Bounds.oneLine(String.valueOf(e.getMessage())), e);
    } catch (MarkedYamlEngineException e) {
      String problem = e.getProblem() == null ? "cannot be parsed" : e.getProblem();
      throw failure(
          at(e.getProblemMark().orElse(null)) + "is not YAML: " + Bounds.oneLine(problem), e);
    } catch (YamlEngineException e) {
      throw failure(file + ": is not YAML: " + Bounds.oneLine(String.valueOf(e.getMessage())), e);
    }
  }

  private Object value(Node node, String path, RecordComponent component) {
    Type type = component.getGenericType();
    if (type instanceof ParameterizedType generic) { // a list or an optional record
      Class<? extends Record> element = element(generic);
      return component.getType() == Optional.class
          ? Optional.of(record(node, path, element))
          : list(node, path, component, element);
    }
    Class<?> plain = component.getType();
    if (plain.isRecord()) {
      return record(node, path, plain.asSubclass(Record.class));
    }
    if (plain == double.class) {
      return number(node, path, describe(component));
    }
    if (plain == int.class) {
      return whole(node, path, describe(component));
    }
    String text = text(node, path, describe(component));
    if (!plain.isEnum()) {
      return text;
    }
    return Arrays.stream(plain.getEnumConstants())
        .filter(c -> word(c).equals(text))
        .findAny()
        .orElseThrow(() -> unfit(node, path, describe(component)));
  }

  private static Class<? extends Record> element(ParameterizedType generic) {
    return ((Class<?>) generic.getActualTypeArguments()[0]).asSubclass(Record.class);
  }

  private List<Record> list(
      Node node, String path, RecordComponent component, Class<? extends Record> element) {
    if (!(node instanceof SequenceNode sequence)) {
      throw unfit(node, path, describe(component));
    }
    List<Record> values = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      values.add(record(item, path + "[" + values.size() + "]", element));
    }
    return values;
  }

  private Record record(Node node, String path, Class<? extends Record> type) {
    Map<String, Node> children =
        type.isAnnotationPresent(Tuple.class) ? tuple(node, path, type) : mapping(node, path, type);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      Node child = children.get(name);
      types[i] = components[i].getType();
      if (child == null && types[i] == Optional.class) {
        values[i] = Optional.empty();
        continue;
      }
      if (child == null) {
        throw new CellException(
            at(node) + path + "." + name + " is missing: give " + describe(components[i]));
      }
      values[i] = value(child, child(path, type, i, name), components[i]);
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidValueException invalid) {
        String below = invalid.component();
        String separator = below.isEmpty() || below.startsWith("[") ? "" : ".";
        throw failure(
            at(find(node, below))
                + path
                + separator
                + below
                + " = "
                + Bounds.oneLine(invalid.problem()),
            invalid);
      }
      throw new IllegalStateException(type + " failed on " + path, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private static String child(String path, Class<?> type, int index, String name) {
    return type.isAnnotationPresent(Tuple.class) ? path + "[" + index + "]" : path + "." + name;
  }

  private Map<String, Node> tuple(Node node, String path, Class<? extends Record> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (!(node instanceof SequenceNode sequence)
        || sequence.getValue().size() != components.length) {
      throw unfit(node, path, describe(type));
    }
    Map<String, Node> children = new LinkedHashMap<>();
    for (int i = 0; i < components.length; i++) {
      children.put(components[i].getName(), sequence.getValue().get(i));
    }
    return children;
  }

  private Map<String, Node> mapping(Node node, String path, Class<? extends Record> type) {
    if (!(node instanceof MappingNode mapping)) {
      throw unfit(node, path, describe(type));
    }
    List<String> known = names(type);
    Map<String, Node> children = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      String key = text(entry.getKeyNode(), path, "a mapping with the keys " + known);
      String at = at(entry.getKeyNode()) + path + "." + Bounds.oneLine(key);
      if (!known.contains(key)) {
        throw new CellException(
            at + " is an unknown key: " + path + " has " + String.join(", ", known));
      }
      if (children.put(key, entry.getValueNode()) != null) {
        throw new CellException(at + " is given twice: keep one");
      }
    }
    return children;
  }

  private double number(Node node, String path, String expected) {
    if (!(node instanceof ScalarNode scalar)
        || !(scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
      throw unfit(node, path, expected);
    }
    String text = scalar.getValue().toLowerCase(Locale.ROOT);
    double value = Double.NaN;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      if (!text.endsWith(".nan") && !text.endsWith(".inf")) { // octal or hexadecimal
        throw unfit(node, path, expected);
      }
    }
    if (!Double.isFinite(value)) {
      throw new CellException(
          at(node)
              + path
              + " = "
              + Bounds.oneLine(text)
              + " is not a finite number: give "
              + expected);
    }
    return value;
  }

  private int whole(Node node, String path, String expected) {
    double value = number(node, path, expected);
    try {
      return BigDecimal.valueOf(value).intValueExact();
    } catch (ArithmeticException e) {
      throw unfit(node, path, expected);
    }
  }

  private String text(Node node, String path, String expected) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return scalar.getValue();
    }
    throw unfit(node, path, expected);
  }

  private CellException unfit(Node node, String path, String expected) {
    String given =
        node instanceof ScalarNode scalar
            ? "\"" + Bounds.oneLine(scalar.getValue()) + "\""
            : node instanceof SequenceNode sequence
                ? "a sequence of " + sequence.getValue().size()
                : "a mapping";
    return new CellException(at(node) + path + " = " + given + " does not fit: give " + expected);
  }

  private static String describe(RecordComponent component) {
    Class<?> type = component.getType();
    Range range = component.getAnnotation(Range.class);
    String bounds =
        range == null ? "" : " of " + Bounds.interval(range.min(), range.max(), range.unit());
    if (type == double.class) {
      return "a number" + bounds;
    }
    if (type == int.class) {
      return "a whole number" + bounds;
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(RecordReader::word)
          .collect(joining(" or "));
    }
    if (type.isRecord()) {
      return describe(type.asSubclass(Record.class)) + bounds;
    }
    return type == String.class ? "a text" : "a sequence";
  }

  private static String describe(Class<? extends Record> type) {
    int size = type.getRecordComponents().length;
    return type.isAnnotationPresent(Tuple.class)
        ? "a sequence of " + size + " numbers"
        : "a mapping with " + String.join(", ", names(type));
  }

  private static List<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static String word(Object enumConstant) {
    return enumConstant.toString().toLowerCase(Locale.ROOT);
  }

  /** The node that {@code below} (as {@code clip.x} or {@code low[2]}) names under {@code node}. */
  private static Node find(Node node, String below) {
    Node at = node;
    for (String segment : below.split("[.\\[\\]]+")) {
      if (at instanceof SequenceNode sequence && segment.matches("\\d+")) {
        at = sequence.getValue().get(Integer.parseInt(segment));
      } else if (at instanceof MappingNode mapping) {
        for (NodeTuple entry : mapping.getValue()) {
          if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(segment)) {
            at = entry.getValueNode();
          }
        }
      }
    }
    return at;
  }

  private String at(Node node) {
    return at(node.getStartMark().orElse(null));
  }

  private String at(@Nullable Mark mark) {
    return mark == null ? file + ": " : file + ":" + (mark.getLine() + 1) + ": ";
  }

  private static CellException failure(String message, Exception cause) {
    CellException failure = new CellException(message);
    failure.initCause(cause);
    return failure;
  }
}
