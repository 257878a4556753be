package org.serl4j.controller.ros1.client;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.serl4j.controller.ros1.Parameters;
import org.serl4j.controller.ros1.RosException;

/** Parameters asked of the master each time. */
record MasterParameters(Master master, UnaryOperator<String> resolve) implements Parameters {
  @Override
  public Optional<Object> get(String name) throws RosException {
    Master.Answer answer = master.ask("getParam", resolve.apply(name));
    return answer.done() ? Optional.of(answer.value()) : Optional.empty();
  }

  @Override
  public void set(String name, Object value) throws RosException {
    master.call("setParam", resolve.apply(name), value);
  }

  @Override
  public boolean has(String name) throws RosException {
    return Boolean.TRUE.equals(master.call("hasParam", resolve.apply(name)));
  }

  @Override
  public boolean delete(String name) throws RosException {
    return master.ask("deleteParam", resolve.apply(name)).done();
  }
}
