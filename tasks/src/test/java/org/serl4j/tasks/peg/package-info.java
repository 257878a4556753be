@NullMarked
package org.serl4j.tasks.peg;

import org.jspecify.annotations.NullMarked;
