@NullMarked
package org.serl4j.tasks.pcb;

import org.jspecify.annotations.NullMarked;
