package org.serl4j.controller.ros1.rosjava;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ros.exception.ParameterClassCastException;
import org.ros.exception.ParameterNotFoundException;
import org.ros.exception.RosRuntimeException;
import org.ros.node.parameter.ParameterTree;
import org.serl4j.controller.ros1.Parameters;
import org.serl4j.controller.ros1.RosException;

/** The master's parameters by ROSJava, which asks for the type beforehand. */
final class RosJavaParameters implements Parameters {
  private final ParameterTree tree;
  private final UnaryOperator<String> resolve;
  private final List<Function<String, Object>> getters;

  RosJavaParameters(ParameterTree tree, UnaryOperator<String> resolve) {
    this.tree = tree;
    this.resolve = resolve;
    getters =
        List.of(
            tree::getBoolean,
            tree::getInteger,
            tree::getDouble,
            tree::getString,
            name -> List.copyOf(tree.getList(name)),
            name -> Map.copyOf(tree.getMap(name)));
  }

  @Override
  public Optional<Object> get(String name) throws RosException {
    String resolved = resolve.apply(name);
    return ask(
        () -> {
          for (Function<String, Object> getter : getters) {
            try {
              return Optional.of(getter.apply(resolved));
            } catch (ParameterNotFoundException e) {
              return Optional.empty();
            } catch (ParameterClassCastException e) {
              // of another type: the next getter
            }
          }
          throw new RosRuntimeException(resolved + " is of a type that ROSJava does not read");
        });
  }

  @Override
  public void set(String name, Object value) throws RosException {
    String resolved = resolve.apply(name);
    ask(
        () -> {
          if (value instanceof Boolean b) {
            tree.set(resolved, b);
          } else if (value instanceof Integer i) {
            tree.set(resolved, i);
          } else if (value instanceof Double d) {
            tree.set(resolved, requireFinite(resolved, d));
          } else if (value instanceof String s) {
            tree.set(resolved, s);
          } else if (value instanceof List<?> list) {
            tree.set(resolved, list);
          } else if (value instanceof Map<?, ?> map) {
            tree.set(resolved, map);
          } else {
            throw new IllegalArgumentException(
                resolved + " cannot be a " + value.getClass().getSimpleName());
          }
          return true;
        });
  }

  private static double requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " cannot be " + value);
    }
    return value;
  }

  @Override
  public boolean has(String name) throws RosException {
    String resolved = resolve.apply(name);
    return ask(() -> tree.has(resolved));
  }

  @Override
  public boolean delete(String name) throws RosException {
    String resolved = resolve.apply(name);
    return ask(
        () -> {
          boolean there = tree.has(resolved);
          if (there) {
            tree.delete(resolved);
          }
          return there;
        });
  }

  private static <T> T ask(Supplier<T> question) throws RosException {
    try {
      return question.get();
    } catch (RosRuntimeException e) {
      throw new RosException("the ROS master does not answer: " + e.getMessage(), e);
    }
  }
}
