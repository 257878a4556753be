/** What may be commanded and when to stop: workspace, speed, contact force, stale commands. */
@NullMarked
package org.serl4j.controller.safety;

import org.jspecify.annotations.NullMarked;
