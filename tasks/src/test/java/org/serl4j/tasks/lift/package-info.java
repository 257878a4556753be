@NullMarked
package org.serl4j.tasks.lift;

import org.jspecify.annotations.NullMarked;
