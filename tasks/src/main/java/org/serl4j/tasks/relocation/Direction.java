package org.serl4j.tasks.relocation;

/** Which way the block goes. The success of one is the start of the other. */
public enum Direction {
  /** From bin A to bin B. */
  FORWARD("object-relocation", Bin.A, Bin.B),
  /** From bin B to bin A. */
  BACKWARD("object-relocation-back", Bin.B, Bin.A);

  private final String task;
  private final Bin start;
  private final Bin goal;

  Direction(String task, Bin start, Bin goal) {
    this.task = task;
    this.start = start;
    this.goal = goal;
  }

  /** Name of the task of this direction. */
  public String task() {
    return task;
  }

  /** Where the block is at the beginning. */
  public Bin start() {
    return start;
  }

  /** Where it belongs. */
  public Bin goal() {
    return goal;
  }
}
