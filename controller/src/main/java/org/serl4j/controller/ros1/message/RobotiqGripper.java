package org.serl4j.controller.ros1.message;

/** The registers of a Robotiq 2F gripper, one uint8 each (0 to 255). */
public final class RobotiqGripper {
  /**
   * robotiq_2f_gripper_control/Robotiq2FGripper_robot_output: what it is to do.
   *
   * @param rACT 1 activates
   * @param rGTO 1 goes to rPR
   * @param rATR 1 releases in an emergency
   * @param rPR position, 0 open to 255 closed
   * @param rSP speed
   * @param rFR force
   */
  public record Command(int rACT, int rGTO, int rATR, int rPR, int rSP, int rFR) {
    public static final MessageType<Command> TYPE =
        MessageType.of(
            Definition.of(
                "robotiq_2f_gripper_control/Robotiq2FGripper_robot_output",
                """
                uint8 rACT
                uint8 rGTO
                uint8 rATR
                uint8 rPR
                uint8 rSP
                uint8 rFR
                """),
            from ->
                new Command(
                    from.uint8(),
                    from.uint8(),
                    from.uint8(),
                    from.uint8(),
                    from.uint8(),
                    from.uint8()),
            Command::write);

    private void write(MessageWriter to) {
      to.uint8(rACT);
      to.uint8(rGTO);
      to.uint8(rATR);
      to.uint8(rPR);
      to.uint8(rSP);
      to.uint8(rFR);
    }
  }

  /**
   * robotiq_2f_gripper_control/Robotiq2FGripper_robot_input: how it is.
   *
   * @param gACT activated
   * @param gGTO goes where it was told
   * @param gSTA 3 when its activation is complete
   * @param gOBJ 1 or 2 when an object stopped it, 3 at the position that was asked for
   * @param gFLT fault
   * @param gPR echo of rPR
   * @param gPO position, 0 open to 255 closed
   * @param gCU current, in 10 mA
   */
  public record State(int gACT, int gGTO, int gSTA, int gOBJ, int gFLT, int gPR, int gPO, int gCU) {
    public static final MessageType<State> TYPE =
        MessageType.of(
            Definition.of(
                "robotiq_2f_gripper_control/Robotiq2FGripper_robot_input",
                """
                uint8 gACT
                uint8 gGTO
                uint8 gSTA
                uint8 gOBJ
                uint8 gFLT
                uint8 gPR
                uint8 gPO
                uint8 gCU
                """),
            from ->
                new State(
                    from.uint8(),
                    from.uint8(),
                    from.uint8(),
                    from.uint8(),
                    from.uint8(),
                    from.uint8(),
                    from.uint8(),
                    from.uint8()),
            State::write);

    private void write(MessageWriter to) {
      to.uint8(gACT);
      to.uint8(gGTO);
      to.uint8(gSTA);
      to.uint8(gOBJ);
      to.uint8(gFLT);
      to.uint8(gPR);
      to.uint8(gPO);
      to.uint8(gCU);
    }
  }

  private RobotiqGripper() {}
}
