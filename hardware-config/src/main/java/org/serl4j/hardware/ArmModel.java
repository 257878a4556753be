package org.serl4j.hardware;

/** The arms that we know: same geometry, different limits. */
public enum ArmModel {
  PANDA,
  FR3;

  public ArmLimits limits() {
    return switch (this) {
      case PANDA -> ArmLimits.PANDA;
      case FR3 -> ArmLimits.FR3;
    };
  }
}
