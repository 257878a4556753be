/**
 * The operator's side: the command line.
 *
 * <p>{@link org.serl4j.console.Main} wires everything and turns every failure into one clear line
 * and an exit code: 0 done, 1 failed, 2 not understood. The commands only read their options; the
 * work is in {@link org.serl4j.console.session}.
 */
@NullMarked
package org.serl4j.console;

import org.jspecify.annotations.NullMarked;
