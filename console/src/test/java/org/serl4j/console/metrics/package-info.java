/** Tests. */
@NullMarked
package org.serl4j.console.metrics;

import org.jspecify.annotations.NullMarked;
