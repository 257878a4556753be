package org.serl4j.agent.network.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.serl4j.agent.network.Floats;

/** The memory of an ND4J array, without a copy; the array must stay reachable. */
final class NativeView {
  private NativeView() {}

  /**
   * @throws IllegalArgumentException if the array is not of floats, dense and row-major
   */
  static Floats of(INDArray array) {
    boolean dense =
        array.elementWiseStride() == 1 && (array.ordering() == 'c' || array.isVectorOrScalar());
    if (array.dataType() != DataType.FLOAT || !dense) {
      throw new IllegalArgumentException(
          "need a dense row-major float array: " + array.shapeInfoToString());
    }
    int length = Math.toIntExact(array.length());
    return Floats.over(new Address(address(array), length), length);
  }

  /** Address of the first element; a view's buffer gives that of the whole array. */
  private static long address(INDArray array) {
    return array.data().address() + (long) Float.BYTES * array.offset();
  }

  private static final class Address extends FloatPointer {
    Address(long start, long length) {
      super((FloatPointer) null);
      address = start;
      capacity = length;
      limit = length;
    }
  }
}
