package org.serl4j.controller.ros1.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * franka_msgs/FrankaState, what a Franka says about itself: a header, {@value #FLOAT64S} float64 in
 * {@link Slice}s, the mode, and the errors of now and of the last motion. Mutable, for the hot
 * path: the next message of the same link overwrites it.
 *
 * <p>Three layouts exist. franka_ros 0.8 added F_T_NE and NE_T_EE, 0.9 added O_ddP_O and five
 * errors; a slice that the publisher's layout lacks is NaN. Written in the newest: 2491 bytes and
 * the frame's name.
 *
 * <p>Poses are 4x4, one column after the other; a wrench is force [N], then torque [Nm]; a twist is
 * translation [m/s], then rotation [rad/s].
 */
public final class FrankaState {
  private static final int V_0_7 = 7;
  private static final int V_0_8 = 8;
  private static final int V_0_9 = 9;

  /** A named run of float64, in the order of the wire. */
  public enum Slice {
    CARTESIAN_COLLISION("cartesian_collision", 6),
    CARTESIAN_CONTACT("cartesian_contact", 6),
    Q("q", 7),
    Q_D("q_d", 7),
    DQ("dq", 7),
    DQ_D("dq_d", 7),
    DDQ_D("ddq_d", 7),
    THETA("theta", 7),
    DTHETA("dtheta", 7),
    TAU_J("tau_J", 7),
    DTAU_J("dtau_J", 7),
    TAU_J_D("tau_J_d", 7),
    K_F_EXT_HAT_K("K_F_ext_hat_K", 6),
    ELBOW("elbow", 2),
    ELBOW_D("elbow_d", 2),
    ELBOW_C("elbow_c", 2),
    DELBOW_C("delbow_c", 2),
    DDELBOW_C("ddelbow_c", 2),
    JOINT_COLLISION("joint_collision", 7),
    JOINT_CONTACT("joint_contact", 7),
    O_F_EXT_HAT_K("O_F_ext_hat_K", 6),
    O_DP_EE_D("O_dP_EE_d", 6),
    O_DDP_O("O_ddP_O", 3, V_0_9),
    O_DP_EE_C("O_dP_EE_c", 6),
    O_DDP_EE_C("O_ddP_EE_c", 6),
    TAU_EXT_HAT_FILTERED("tau_ext_hat_filtered", 7),
    M_EE("m_ee", 1),
    F_X_CEE("F_x_Cee", 3),
    I_EE("I_ee", 9),
    M_LOAD("m_load", 1),
    F_X_CLOAD("F_x_Cload", 3),
    I_LOAD("I_load", 9),
    M_TOTAL("m_total", 1),
    F_X_CTOTAL("F_x_Ctotal", 3),
    I_TOTAL("I_total", 9),
    O_T_EE("O_T_EE", 16),
    O_T_EE_D("O_T_EE_d", 16),
    O_T_EE_C("O_T_EE_c", 16),
    F_T_EE("F_T_EE", 16),
    F_T_NE("F_T_NE", 16, V_0_8),
    NE_T_EE("NE_T_EE", 16, V_0_8),
    EE_T_K("EE_T_K", 16),
    TIME("time", 1),
    CONTROL_COMMAND_SUCCESS_RATE("control_command_success_rate", 1);

    private final String field;
    private final int size;
    private final int since;

    Slice(String field, int size) {
      this(field, size, V_0_7);
    }

    Slice(String field, int size, int since) {
      this.field = field;
      this.size = size;
      this.since = since;
    }

    /** How many float64. */
    public int size() {
      return size;
    }

    /** The index of the first float64 in the newest layout. */
    public int start() {
      return STARTS.getOrDefault(this, 0);
    }

    private String line() {
      return "float64" + (size == 1 ? "" : "[" + size + "]") + " " + field + "\n";
    }
  }

  private static final Slice[] SLICES = Slice.values();
  private static final Map<Slice, Integer> STARTS = starts();

  /** float64 in the newest layout. */
  public static final int FLOAT64S = 299;

  /** robot_mode. */
  public static final int MODE_OTHER = 0;

  public static final int MODE_IDLE = 1;
  public static final int MODE_MOVE = 2;
  public static final int MODE_GUIDING = 3;
  public static final int MODE_REFLEX = 4;
  public static final int MODE_USER_STOPPED = 5;
  public static final int MODE_AUTOMATIC_ERROR_RECOVERY = 6;

  private static final String MODES =
      """
      uint8 ROBOT_MODE_OTHER=0
      uint8 ROBOT_MODE_IDLE=1
      uint8 ROBOT_MODE_MOVE=2
      uint8 ROBOT_MODE_GUIDING=3
      uint8 ROBOT_MODE_REFLEX=4
      uint8 ROBOT_MODE_USER_STOPPED=5
      uint8 ROBOT_MODE_AUTOMATIC_ERROR_RECOVERY=6
      uint8 robot_mode
      """;

  public static final MessageType<FrankaState> TYPE =
      new MessageType<>(List.of(layout(V_0_9), layout(V_0_8), layout(V_0_7)));

  public int seq;
  public long stampNs;
  public String frameId = "";
  public int mode;

  private final double[] values = new double[FLOAT64S];
  private long currentErrors;
  private long lastMotionErrors;

  private static Map<Slice, Integer> starts() {
    Map<Slice, Integer> starts = new EnumMap<>(Slice.class);
    int start = 0;
    for (Slice slice : SLICES) {
      starts.put(slice, start);
      start += slice.size;
    }
    return starts;
  }

  private static MessageType.Layout<FrankaState> layout(int version) {
    List<Slice> slices = new ArrayList<>(List.of(SLICES));
    slices.removeIf(slice -> slice.since > version);
    int errors =
        version >= V_0_9 ? FrankaErrors.COUNT : FrankaErrors.COUNT - FrankaErrors.ADDED_IN_0_9;
    StringBuilder text = new StringBuilder("Header header\n");
    slices.forEach(slice -> text.append(slice.line()));
    text.append(MODES).append("Errors current_errors\nErrors last_motion_errors\n");
    Definition definition =
        Definition.of(
            "franka_msgs/FrankaState",
            text.toString(),
            Header.DEFINITION,
            FrankaErrors.definition(errors));
    Slice[] present = slices.toArray(Slice[]::new);
    return new MessageType.Layout<>(
        definition,
        MessageType.into(FrankaState::new, (state, from) -> state.read(from, present, errors)),
        FrankaState::write);
  }

  private void read(MessageReader from, Slice[] present, int errors) {
    seq = from.int32();
    stampNs = from.timeNs();
    frameId = from.string(frameId);
    if (present.length < SLICES.length) {
      Arrays.fill(values, Double.NaN);
    }
    for (Slice slice : present) {
      from.float64s(values, slice.start(), slice.size);
    }
    mode = from.uint8();
    currentErrors = FrankaErrors.read(from, errors);
    lastMotionErrors = FrankaErrors.read(from, errors);
  }

  private void write(MessageWriter to) {
    Header.write(to, seq, stampNs, frameId);
    to.fixedFloat64s(values);
    to.uint8(mode);
    FrankaErrors.write(currentErrors, to);
    FrankaErrors.write(lastMotionErrors, to);
  }

  /** One value of a slice. */
  public double get(Slice slice, int index) {
    return values[slice.start() + checked(slice, index)];
  }

  /** Overwrites one value of a slice. */
  public void set(Slice slice, int index, double value) {
    values[slice.start() + checked(slice, index)] = value;
  }

  private static int checked(Slice slice, int index) {
    if (index < 0 || index >= slice.size) {
      throw new IndexOutOfBoundsException(slice.field + " has no value " + index);
    }
    return index;
  }

  /** Copies a slice to the start of {@code to}: overwritten. */
  public void copy(Slice slice, double[] to) {
    System.arraycopy(values, slice.start(), to, 0, slice.size);
  }

  /** Overwrites a slice with the start of {@code from}, which is not modified. */
  public void set(Slice slice, double[] from) {
    System.arraycopy(from, 0, values, slice.start(), slice.size);
  }

  /** Whether any error holds. */
  public boolean inError() {
    return currentErrors != 0;
  }

  /** The errors that hold, by their names in franka_msgs/Errors. */
  public List<String> currentErrors() {
    return FrankaErrors.names(currentErrors);
  }

  /** The errors that ended the last motion. */
  public List<String> lastMotionErrors() {
    return FrankaErrors.names(lastMotionErrors);
  }

  /** Says which errors hold and which ended the last motion, by their names. */
  public void errors(List<String> current, List<String> lastMotion) {
    currentErrors = FrankaErrors.bits(current);
    lastMotionErrors = FrankaErrors.bits(lastMotion);
  }
}
