package org.serl4j.agent.network;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A vector of floats in native memory, where BLAS reads and writes. Copies from and to heap arrays,
 * on which loops vectorise, cost about 0.1 ns a float.
 */
public final class Floats {
  private final FloatPointer pointer;
  private final FloatBuffer buffer;
  private final int length;

  private Floats(FloatPointer pointer, int length) {
    this.pointer = pointer;
    this.buffer = pointer.asBuffer();
    this.length = length;
  }

  /** New memory, filled with zeros. */
  public static Floats allocate(int length) {
    FloatPointer pointer = new FloatPointer(Math.max(1, length));
    Pointer.memset(pointer, 0, 4L * Math.max(1, length));
    return new Floats(pointer, length);
  }

  /** Existing memory of {@code length} floats, which the caller keeps reachable. */
  public static Floats over(FloatPointer pointer, int length) {
    FloatPointer view = new FloatPointer(pointer);
    view.limit(view.position() + length);
    return new Floats(view, length);
  }

  public int length() {
    return length;
  }

  /** Address of the first element. */
  public FloatPointer pointer() {
    return pointer;
  }

  /** Address of element {@code offset}; make it once, not in a loop. */
  public FloatPointer at(int offset) {
    return pointer.getPointer(offset);
  }

  /** Copies {@code count} floats from element {@code from} to {@code into[at]}. */
  public void read(int from, float[] into, int at, int count) {
    buffer.get(from, into, at, count);
  }

  /** Copies {@code count} floats from {@code source[at]} to element {@code to}. */
  public void write(int to, float[] source, int at, int count) {
    buffer.put(to, source, at, count);
  }

  public float get(int index) {
    return buffer.get(index);
  }

  public void set(int index, float value) {
    buffer.put(index, value);
  }

  /** All elements as a new heap array. */
  public float[] toArray() {
    float[] copy = new float[length];
    read(0, copy, 0, length);
    return copy;
  }

  /** Copies a part of another vector into this one. */
  public void copyFrom(Floats source, int from, int to, int count) {
    buffer.put(to, source.buffer, from, count);
  }
}
