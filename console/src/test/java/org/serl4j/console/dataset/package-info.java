/** Tests. */
@NullMarked
package org.serl4j.console.dataset;

import org.jspecify.annotations.NullMarked;
