/**
 * From camera images to quantised features of a frozen backbone, once per frame.
 *
 * <p>{@link org.serl4j.agent.encoder.FrameEncoder} runs the backbone in ONNX Runtime on the actor's
 * thread; what it returns goes into replay and to the policy. Each frame is encoded as seen and
 * with K - 1 random shifts, which replace the random crops of DrQ.
 */
@NullMarked
package org.serl4j.agent.encoder;

import org.jspecify.annotations.NullMarked;
