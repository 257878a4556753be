/**
 * Curves as PNG files: axes with ticks, lines, points, words. {@link org.serl4j.console.plot.Plot}
 * is the whole package; it knows nothing of what it draws. One thread a plot.
 */
@NullMarked
package org.serl4j.console.plot;

import org.jspecify.annotations.NullMarked;
