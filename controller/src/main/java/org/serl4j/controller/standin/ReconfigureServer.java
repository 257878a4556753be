package org.serl4j.controller.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.serl4j.controller.ros1.Publisher;
import org.serl4j.controller.ros1.RosNode;
import org.serl4j.controller.ros1.message.Reconfigure;
import org.serl4j.controller.ros1.message.Reconfigure.Config;
import org.serl4j.controller.standin.ControllerParameters.Parameter;

/**
 * The parameters of the impedance controller by dynamic_reconfigure: a value beyond its bounds is
 * taken to the nearest, and the answer tells all as they are now. They are not copied to the
 * master's parameters.
 */
final class ReconfigureServer {
  /** No slash in the middle: so SERL's controller makes it. */
  static final String NAME =
      "/cartesian_impedance_controllerdynamic_reconfigure_compliance_param_node";

  private final Publisher<Config> updates;
  private final Consumer<ControllerParameters> follow;
  private Map<String, Double> values = ControllerParameters.defaults(); // guarded by this

  private ReconfigureServer(RosNode node, Consumer<ControllerParameters> follow) {
    this.follow = follow;
    Publisher<Reconfigure.Description> descriptions =
        node.publish(NAME + "/parameter_descriptions", Reconfigure.Description.TYPE, true, 1);
    descriptions.publish(description());
    updates = node.publish(NAME + "/parameter_updates", Config.TYPE, true, 10);
    updates.publish(config(values));
  }

  /**
   * Serves them as long as the node is open.
   *
   * @param follow gets the parameters when they change
   */
  static void serve(RosNode node, Consumer<ControllerParameters> follow) {
    ReconfigureServer server = new ReconfigureServer(node, follow);
    node.serve(NAME + "/set_parameters", Reconfigure.SERVICE, server::change);
  }

  private synchronized Config change(Config asked) {
    values = ControllerParameters.changed(values, asked.doubles());
    follow.accept(ControllerParameters.of(values));
    Config now = config(values);
    updates.publish(now);
    return now;
  }

  private static Config config(Map<String, Double> doubles) {
    return new Config(
        Map.of(),
        Map.of(),
        Map.of(),
        doubles,
        List.of(new Reconfigure.GroupState("Default", true, 0, 0)));
  }

  private static Reconfigure.Description description() {
    List<Reconfigure.Parameter> parameters =
        ControllerParameters.ALL.stream()
            .map(p -> new Reconfigure.Parameter(p.name(), "double", 0, describe(p), ""))
            .toList();
    Map<String, Double> max = new LinkedHashMap<>();
    Map<String, Double> min = new LinkedHashMap<>();
    for (Parameter parameter : ControllerParameters.ALL) {
      max.put(parameter.name(), parameter.max());
      min.put(parameter.name(), 0.0);
    }
    return new Reconfigure.Description(
        List.of(new Reconfigure.Group("Default", "", parameters, 0, 0)),
        config(max),
        config(min),
        config(ControllerParameters.defaults()));
  }

  private static String describe(Parameter parameter) {
    return parameter.name().replace('_', ' ');
  }
}
