/**
 * Everything that moves or watches: geometry, kinematics, impedance law, safety envelope, control
 * loop, arms, grippers, cameras and the viewer.
 *
 * <p>{@link org.serl4j.controller.Workcell} is the whole bench behind ports. SI units; frames and
 * letters in {@code docs/notation.md}, threads in {@code docs/threads.md}. Depends only on
 * hardware-config.
 */
@NullMarked
package org.serl4j.controller;

import org.jspecify.annotations.NullMarked;
